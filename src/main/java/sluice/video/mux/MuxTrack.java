package sluice.video.mux;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_copy;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avutil.MKTAG;

import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.jspecify.annotations.Nullable;
import sluice.video.demux.Packet;
import sluice.video.demux.PacketStream;

/**
 * One stream of the input and its track in the file: parameters, times, and what FFmpeg's muxer
 * must be told of its fragments. The native stream belongs to the muxer's context. One thread.
 */
final class MuxTrack implements AutoCloseable {
  private static final int SCANNED_BYTES = 16 << 10;
  private static final double USUAL_PICTURE_SECONDS = 1.0 / 25;
  private static final double USUAL_SOUND_SECONDS = 0.02;

  private final PacketStream.Kind kind;
  private final String codec;
  private final int input;
  private final long numerator;
  private final long denominator;
  private final double usualSeconds;
  private final AVStream stream;
  private final @Nullable AdtsFilter filter;
  private byte[] configuration;
  private @Nullable TrackTimes times;
  private int written;
  private boolean nextTellsBegin;

  /** Adds a track for a stream, whose parameters are copied. */
  MuxTrack(AVFormatContext context, PacketStream source) {
    kind = source.kind();
    codec = source.codec();
    input = source.index();
    numerator = source.timeBaseNumerator();
    denominator = source.timeBaseDenominator();
    stream = MuxFailure.allocated(avformat_new_stream(context, null));
    AVCodecParameters parameters = stream.codecpar();
    MuxFailure.check(avcodec_parameters_copy(parameters, source.parameters()), action());
    // FFmpeg would take hev1 for H.265, which Apple's players refuse.
    parameters.codec_tag(
        codec.equals("hevc") ? MKTAG((byte) 'h', (byte) 'v', (byte) 'c', (byte) '1') : 0);
    stream.time_base().num(source.timeBaseNumerator()).den(source.timeBaseDenominator());
    stream.sample_aspect_ratio(parameters.sample_aspect_ratio());
    usualSeconds = isVideo() ? pictureSeconds(parameters) : soundSeconds(parameters);
    configuration = ExtraData.of(parameters);
    boolean unknown = configuration.length == 0 && !isVideo();
    if (unknown) {
      configuration = AudioConfiguration.usual(codec, source.sampleRate(), source.channels());
      ExtraData.replace(parameters, configuration);
    }
    filter = unknown && codec.equals("aac") ? new AdtsFilter(source.parameters()) : null;
  }

  private static double pictureSeconds(AVCodecParameters parameters) {
    AVRational rate = parameters.framerate();
    return rate.num() > 0 && rate.den() > 0
        ? (double) rate.den() / rate.num()
        : USUAL_PICTURE_SECONDS;
  }

  private static double soundSeconds(AVCodecParameters parameters) {
    return parameters.frame_size() > 0 && parameters.sample_rate() > 0
        ? (double) parameters.frame_size() / parameters.sample_rate()
        : USUAL_SOUND_SECONDS;
  }

  boolean isVideo() {
    return kind == PacketStream.Kind.VIDEO;
  }

  /** Whether a packet is of this stream. */
  boolean takes(Packet packet) {
    return packet.streamIndex() == input;
  }

  /** What is done with it, for failures. */
  String action() {
    return "record the %s (%s)".formatted(isVideo() ? "video" : "sound", codec);
  }

  int width() {
    return stream.codecpar().width();
  }

  int height() {
    return stream.codecpar().height();
  }

  /** Whether a video's configuration is known, without which players can't begin. */
  boolean isDescribed() {
    return switch (codec) {
      case "h264", "hevc" ->
          (ParameterSets.isRecord(configuration) || ownSets().sequence().length > 0)
              && (codec.equals("h264") || HevcConfiguration.isWhole(stream.codecpar()));
      default -> configuration.length > 0;
    };
  }

  /**
   * Takes over the parameters that a packet brings along: those of a camera's description may be of
   * another size than what it sends. Of the video, before the header is written.
   */
  void adoptParameters(Packet first) {
    byte[] brought = ExtraData.of(first.avPacket());
    if (brought.length == 0) {
      ParameterSets sets = inBand(first);
      if (sets != null
          && sets.isComplete()
          && !Arrays.equals(sets.sequence(), ownSets().sequence())) {
        brought = sets.bytes();
      }
    }
    if (brought.length > 0 && !Arrays.equals(brought, configuration)) {
      configuration = brought;
      ExtraData.replace(stream.codecpar(), brought);
      CodedSize.of(stream.codecpar(), first.avPacket()).ifPresent(this::resize);
    }
  }

  private void resize(CodedSize size) {
    stream.codecpar().width(size.width()).height(size.height());
  }

  /** Whether a packet of this stream brings other parameters than it began with. */
  boolean isChangedBy(Packet packet) {
    byte[] brought = ExtraData.of(packet.avPacket());
    if (brought.length > 0) {
      return !Arrays.equals(brought, configuration);
    }
    ParameterSets sets = inBand(packet);
    byte[] sequence = sets == null ? new byte[0] : sets.sequence();
    return sequence.length > 0 && !Arrays.equals(sequence, ownSets().sequence());
  }

  /** The parameter sets in a key frame; null where the packet isn't one or can't hold any. */
  private @Nullable ParameterSets inBand(Packet packet) {
    boolean hevc = codec.equals("hevc");
    if (!packet.isKeyFrame()
        || packet.size() == 0
        || (!hevc && !codec.equals("h264"))
        || ParameterSets.isRecord(configuration)) {
      return null;
    }
    long scanned = Math.min(packet.size(), SCANNED_BYTES);
    return ParameterSets.of(packet.data().asSlice(0, scanned).toArray(ValueLayout.JAVA_BYTE), hevc);
  }

  private ParameterSets ownSets() {
    return ParameterSets.of(configuration, codec.equals("hevc"));
  }

  /** So long in the input's unit as its packets usually last. */
  long usualTicks() {
    return Math.max(1, Math.round(usualSeconds * denominator / numerator));
  }

  /**
   * Begins its times, once the header is written, with the run's zero in another track's unit.
   *
   * @param contiguous as {@link TrackTimes} has it
   */
  void begin(long zero, MuxTrack zeroOf, boolean contiguous) {
    long scale = stream.time_base().den();
    long own =
        TrackTimes.rescale(zero, zeroOf.numerator * denominator, zeroOf.denominator * numerator);
    times =
        new TrackTimes(
            numerator, denominator, scale, own, Math.round(usualSeconds * scale), contiguous);
  }

  /** Its times, once they have begun. */
  TrackTimes times() {
    TrackTimes begun = times;
    if (begun == null) {
      throw new IllegalStateException("the muxer has not begun");
    }
    return begun;
  }

  /** Ticks of its track in a second. */
  long scale() {
    return stream.time_base().den();
  }

  /** Makes a packet ready for MP4; false where it can't be and is to be left out. */
  boolean prepare(AVPacket packet) {
    if (filter != null && !filter.filter(packet)) {
      return false;
    }
    packet.stream_index(stream.index());
    packet.pos(-1);
    return true;
  }

  /** Whether the first packet of the next fragment tells its own begin, see {@link #allowBegin}. */
  boolean nextTellsBegin() {
    return nextTellsBegin;
  }

  /**
   * FFmpeg's muxer was told that the next packet that begins a fragment tells its begin, or it
   * would take the end of the last one for it.
   */
  void allowBegin() {
    nextTellsBegin = true;
  }

  /** A packet was written. */
  void written() {
    if (written++ == 0) {
      nextTellsBegin = false;
    }
  }

  /** What was written is a fragment now. */
  void fragmentEnds() {
    times().fragmentEnds(nextTellsBegin);
    written = 0;
  }

  @Override
  public void close() {
    if (filter != null) {
      filter.close();
    }
  }
}
