package sluice.video.mux;

import static org.bytedeco.ffmpeg.avformat.AVFormatContext.AVFMT_FLAG_BITEXACT;
import static org.bytedeco.ffmpeg.avformat.AVFormatContext.AVFMT_FLAG_CUSTOM_IO;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_ref;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.av_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_opt_set;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVOutputFormat;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.jspecify.annotations.Nullable;
import sluice.core.NativeMemory;
import sluice.core.SluiceException;
import sluice.video.demux.Packet;
import sluice.video.demux.PacketStream;
import sluice.video.ffmpeg.FfmpegLog;

/**
 * A muxer of fragmented MP4 by stream copy, for one run of a source: an initialisation ({@code
 * ftyp}, {@code moov}) and fragments, cut where its owner says. The initialisation and the
 * fragments from any that begins with a key frame on are a file that plays.
 *
 * <p>Media time begins at 0 with the first picture that is decoded, for the sound too; sound from
 * before that is left out. Each packet keeps its times, in the tracks' units, but for what MP4
 * can't hold: times that are missing are made up, and a decoding time that doesn't grow is moved
 * up, by a tick as a rule.
 *
 * <p>Of what was written since the last cut the bytes are held, 64 MiB at the most, and counted in
 * {@link NativeMemory}. One thread at a time. After a failure it can only be closed. Its creator
 * closes it; closing twice does nothing.
 */
public final class FragmentMuxer implements AutoCloseable {
  private static final int MAX_BYTES = 64 << 20;

  /** Room for boxes and longer start codes beside the packets. */
  private static final int SPARE_BYTES = 16 << 20;

  private static final int MAX_HELD = 1000;

  /** Pictures after which a codec that reorders them has told a decoding time, with H.264 all. */
  private static final int MOST_REORDERED = 16;

  private static final int LOWEST_MP3_RATE = 16_000;

  private final int maxBytes;
  private final boolean contiguous;
  private final AVPacket scratch;
  private final FragmentOutput output;
  private final AVFormatContext context = new AVFormatContext(null);
  private final List<MuxTrack> tracks = new ArrayList<>();

  /** Packets from the first picture on, as long as no picture has told when it is decoded. */
  private final Deque<Packet> held = new ArrayDeque<>();

  private long heldBytes;

  private boolean begun;
  private boolean failed;
  private boolean closed;
  private byte @Nullable [] init;
  private long bytes;
  private int pictures;
  private boolean keyFrame;
  private long start;
  private long end;

  private FragmentMuxer(int maxBytes, boolean contiguous) {
    this.maxBytes = maxBytes;
    this.contiguous = contiguous;
    scratch = MuxFailure.allocated(av_packet_alloc());
    try {
      output = new FragmentOutput(maxBytes + SPARE_BYTES);
    } catch (RuntimeException | Error e) {
      av_packet_free(scratch);
      throw e;
    }
  }

  /** Whether MP4 carries a stream so that browsers can play it. */
  public static boolean carries(PacketStream stream) {
    return switch (stream.codec()) {
      case "h264", "hevc", "av1" -> stream.kind() == PacketStream.Kind.VIDEO;
      case "aac", "opus" -> stream.kind() == PacketStream.Kind.AUDIO;
      case "mp3" -> stream.sampleRate() >= LOWEST_MP3_RATE;
      case "flac" -> stream.parameters().extradata_size() > 0;
      default -> false;
    };
  }

  /**
   * Opens a muxer; copies what it needs of the streams.
   *
   * @param streams the video first, then at most one sound; all of them {@linkplain #carries
   *     carried}
   * @throws SluiceException OUTPUT, with a text for the user, where FFmpeg refuses them
   * @throws IllegalArgumentException for other streams
   */
  public static FragmentMuxer open(List<PacketStream> streams) {
    return open(streams, MAX_BYTES);
  }

  /**
   * Opens a muxer of video that is watched as it comes, to be cut after each picture, before it is
   * known how long that picture lasts. A picture begins where the last one ends and lasts as long
   * as the step from that one to it: so it is shown a step late, and without a gap or an overlap,
   * which players take for an end.
   *
   * @param video {@linkplain #carries carried}
   * @throws SluiceException OUTPUT, with a text for the user, where FFmpeg refuses it
   * @throws IllegalArgumentException for another stream
   */
  public static FragmentMuxer openLive(PacketStream video) {
    return open(List.of(video), MAX_BYTES, true);
  }

  static FragmentMuxer open(List<PacketStream> streams, int maxBytes) {
    return open(streams, maxBytes, false);
  }

  private static FragmentMuxer open(List<PacketStream> streams, int maxBytes, boolean contiguous) {
    requireVideoAndSound(streams);
    FfmpegLog.install();
    FragmentMuxer muxer = new FragmentMuxer(maxBytes, contiguous);
    try {
      muxer.addTracks(streams);
      return muxer;
    } catch (RuntimeException | Error e) {
      muxer.close();
      throw e;
    }
  }

  private static void requireVideoAndSound(List<PacketStream> streams) {
    boolean fits =
        !streams.isEmpty()
            && streams.size() <= 2
            && streams.getFirst().kind() == PacketStream.Kind.VIDEO
            && (streams.size() == 1 || streams.getLast().kind() == PacketStream.Kind.AUDIO)
            && streams.stream().allMatch(FragmentMuxer::carries);
    if (!fits) {
      throw new IllegalArgumentException(
          "streams: %s (expected: a video that MP4 carries, then at most one sound)"
              .formatted(streams.stream().map(PacketStream::codec).toList()));
    }
  }

  private void addTracks(List<PacketStream> streams) {
    MuxFailure.check(
        avformat_alloc_output_context2(context, (AVOutputFormat) null, "mp4", null),
        "record the video");
    context.pb(output.context());
    context.flags(context.flags() | AVFMT_FLAG_CUSTOM_IO | AVFMT_FLAG_BITEXACT);
    context.avoid_negative_ts(0); // times begin at zero as they are
    for (PacketStream stream : streams) {
      tracks.add(new MuxTrack(context, stream));
    }
    if (video().width() <= 0 || video().height() <= 0) {
      throw MuxFailure.because(
          video().action(), "the source doesn't tell the size of its pictures");
    }
  }

  private MuxTrack video() {
    return tracks.getFirst();
  }

  /**
   * Whether a packet of the video brings other parameters than the run began with, such as another
   * size: a new run is to begin, with a new muxer, whose first packet it is.
   *
   * @param packet any of the input's
   */
  public boolean changesParameters(Packet packet) {
    requireUsable();
    return video().takes(packet) && video().isChangedBy(packet);
  }

  /**
   * Writes the next packet. The first of the video should be a key frame. Packets of other streams
   * than the muxer was opened with are left out, empty ones and damaged sound too.
   *
   * @param packet stays the caller's
   * @throws SluiceException OUTPUT where it can't be written, or what was written since the last
   *     cut would exceed 64 MiB
   * @throws IllegalStateException after a failure or {@link #close}
   */
  public void write(Packet packet) {
    requireUsable();
    Optional<MuxTrack> track = tracks.stream().filter(each -> each.takes(packet)).findFirst();
    if (track.isEmpty() || packet.size() == 0) {
      return;
    }
    failed = true;
    write(track.get(), packet);
    failed = false;
  }

  private void write(MuxTrack track, Packet packet) {
    if (begun) {
      send(track, packet, packet.pts(), packet.dts());
    } else if (track.isVideo() && packet.dts() != Packet.NO_TIMESTAMP) {
      beginAt(packet);
    } else if (track.isVideo() || !held.isEmpty()) {
      hold(packet);
      beginWithoutDecodingTimes();
    }
  }

  private void hold(Packet packet) {
    heldBytes += packet.size();
    if (held.size() == MAX_HELD || heldBytes > maxBytes) {
      throw MuxFailure.because(
          video().action(), "its first %d packets have no times".formatted(held.size()));
    }
    held.add(packet.retain());
  }

  /** Begins with the first picture that tells when it is decoded; that of those held follows. */
  private void beginAt(Packet timed) {
    int before = (int) held.stream().filter(video()::takes).count();
    begin(before == 0 ? timed : held.getFirst(), timed.dts(), before, picture(timed));
    send(video(), timed, timed.pts(), timed.dts());
  }

  /** Begins by when pictures are shown, where so many tell that and none when it is decoded. */
  private void beginWithoutDecodingTimes() {
    List<Packet> pictures = held.stream().filter(video()::takes).toList();
    List<Packet> shown =
        pictures.stream().filter(packet -> packet.pts() != Packet.NO_TIMESTAMP).toList();
    if (shown.size() > MOST_REORDERED) {
      Packet known = shown.getFirst();
      begin(held.getFirst(), known.pts(), pictures.indexOf(known), picture(known));
    }
  }

  private long picture(Packet known) {
    return known.duration() > 0 ? known.duration() : video().usualTicks();
  }

  /**
   * Writes the header and what is held.
   *
   * @param first the first picture
   * @param known when the picture after some others is decoded, in the input's unit
   * @param before how many those others are
   * @param picture how long each of them lasts
   */
  private void begin(Packet first, long known, int before, long picture) {
    long zero = known - before * picture;
    video().adoptParameters(first);
    writeHeader();
    tracks.forEach(track -> track.begin(zero, video(), contiguous));
    begun = true;
    int pictureNumber = 0;
    while (!held.isEmpty()) {
      try (Packet packet = held.removeFirst()) {
        boolean isPicture = video().takes(packet);
        if (isPicture && pictureNumber++ < before) {
          long due = zero + (pictureNumber - 1) * picture;
          send(video(), packet, packet.pts() == Packet.NO_TIMESTAMP ? due : packet.pts(), due);
        } else {
          send(isPicture ? video() : tracks.getLast(), packet, packet.pts(), packet.dts());
        }
      }
    }
  }

  private void writeHeader() {
    if (!video().isDescribed()) {
      throw MuxFailure.because(
          video().action(), "the source doesn't tell the parameters of its codec");
    }
    AVDictionary options = new AVDictionary(null);
    try {
      av_dict_set(options, "movflags", "frag_custom+empty_moov+default_base_moof+delay_moov", 0);
      av_dict_set(options, "use_editlist", "0", 0); // players heed parts of them only
      MuxFailure.check(avformat_write_header(context, options), video().action());
    } finally {
      av_dict_free(options);
    }
  }

  private void send(MuxTrack track, Packet packet, long pts, long dts) {
    if (!track.isVideo() && track.times().isBeforeZero(pts, dts)) {
      return;
    }
    if (packet.size() > maxBytes - bytes) {
      throw MuxFailure.because(
          video().action(),
          "there is no key frame within %d MiB; let the camera send one every few seconds"
              .formatted(maxBytes >> 20));
    }
    MuxFailure.check(av_packet_ref(scratch, packet.avPacket()), track.action());
    try {
      if (track.prepare(scratch)) {
        TrackTimes.Times times = track.times().next(pts, dts, packet.duration());
        sendScratch(track, times);
        bytes += packet.size();
        NativeMemory.taken(packet.size());
        if (track.isVideo()) {
          count(times, packet.isKeyFrame());
        }
      }
    } finally {
      av_packet_unref(scratch);
    }
  }

  private void sendScratch(MuxTrack track, TrackTimes.Times times) {
    scratch.pts(times.pts()).dts(times.dts()).duration(times.duration());
    if (!track.nextTellsBegin()) {
      // Holds for each track until a packet of it begins a fragment.
      MuxFailure.check(
          av_opt_set(context.priv_data(), "movflags", "+frag_discont", 0), track.action());
      tracks.forEach(MuxTrack::allowBegin);
    }
    MuxFailure.check(av_write_frame(context, scratch), track.action());
    track.written();
  }

  private void count(TrackTimes.Times times, boolean isKeyFrame) {
    long shownUntil = times.pts() + times.duration();
    boolean first = pictures++ == 0;
    keyFrame = first ? isKeyFrame : keyFrame;
    start = first ? times.pts() : Math.min(start, times.pts());
    end = first ? shownUntil : Math.max(end, shownUntil);
  }

  /**
   * Makes a fragment of what was written since the last cut, to be called before each key frame of
   * the video is written, or more often.
   *
   * @return empty where no picture was written; sound alone waits for the next fragment
   * @throws SluiceException OUTPUT where FFmpeg can't make it
   * @throws IllegalStateException after a failure or {@link #close}
   */
  public Optional<Fragment> cut() {
    requireUsable();
    if (pictures == 0) {
      return Optional.empty();
    }
    failed = true;
    byte[] moved = flush();
    Fragment fragment = new Fragment(moved, time(start), time(end), keyFrame, pictures);
    tracks.forEach(MuxTrack::fragmentEnds);
    forgetWritten();
    failed = false;
    return Optional.of(fragment);
  }

  /** What FFmpeg holds, as a fragment; the first time, the initialisation comes before it. */
  private byte[] flush() {
    MuxFailure.check(av_write_frame(context, null), video().action());
    if (init == null) { // the first flush writes the initialisation alone
      MuxFailure.check(av_write_frame(context, null), video().action());
    }
    byte[] flushed = output.take();
    int at = Mp4Boxes.fragmentStart(flushed);
    if (at < 0 || (at == 0) == (init == null)) {
      throw MuxFailure.because(video().action(), "FFmpeg made no fragment of its packets");
    }
    if (init == null) {
      init = Arrays.copyOf(flushed, at);
    }
    return at == 0 ? flushed : Arrays.copyOfRange(flushed, at, flushed.length);
  }

  private Duration time(long ticks) {
    long scale = video().scale();
    return Duration.ofSeconds(ticks / scale, ticks % scale * TimeUnit.SECONDS.toNanos(1) / scale);
  }

  private void forgetWritten() {
    NativeMemory.givenBack(bytes);
    bytes = 0;
    pictures = 0;
  }

  /**
   * The initialisation, the same for all fragments.
   *
   * @return the caller's own copy
   * @throws IllegalStateException before the first cut gave a fragment
   */
  public byte[] init() {
    byte[] known = init;
    if (known == null) {
      throw new IllegalStateException("there is no initialisation before the first fragment");
    }
    return known.clone();
  }

  private void requireUsable() {
    requireOpen();
    if (failed) {
      throw new IllegalStateException("the muxer has failed and can only be closed");
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the muxer is closed");
    }
  }

  /** Frees everything; what was written since the last cut is lost. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    forgetWritten();
    held.forEach(Packet::close);
    held.clear();
    tracks.forEach(MuxTrack::close);
    av_packet_free(scratch);
    if (!context.isNull()) {
      context.pb(null);
      avformat_free_context(context);
    }
    output.close();
  }
}
