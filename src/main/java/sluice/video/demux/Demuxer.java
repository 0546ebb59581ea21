package sluice.video.demux;

import static org.bytedeco.ffmpeg.avformat.AVFormatContext.AVFMT_FLAG_NONBLOCK;
import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_ALL;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_NOTIMESTAMPS;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_TS_DISCONT;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ATTACHED_PIC;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.av_find_input_format;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avformat.avio_size;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_INVALIDDATA;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_opt_set;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;
import sluice.core.PixelAspect;
import sluice.core.SluiceException;
import sluice.core.TransportProtocol;
import sluice.core.source.SourceAddress;
import sluice.video.ffmpeg.FfmpegLog;

/**
 * A demuxer: an opened input and the packets of its one video stream. {@link PacketTap}s see the
 * same packets, and those of the sound where they want them. Every call can be cancelled and has
 * its limit of time. One thread.
 */
public final class Demuxer implements PacketInput {
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final int DAMAGE_IN_A_ROW = 100;
  private static final int NO_STREAM = -1;
  private static final int START_BYTES = 4096;

  private final DecoderSettings settings;
  private final Interrupt interrupt;
  private final PacketTaps taps;
  private final AVPacket current = av_packet_alloc();
  private final Packet lent = Packet.lent(current);
  private AVFormatContext context = avformat_alloc_context();
  private @Nullable InputRoute route;
  private AVStream stream = new AVStream(null);
  private @Nullable TileGrid tiles;
  private @Nullable TransportLeaps leaps;
  private int streamIndex;
  private int audioIndex = NO_STREAM;
  private boolean opening = true;
  private boolean overdue;
  private long damagedReads;
  private long packets;
  private long arrivalNanos;
  private boolean keyFrameCame;

  private Demuxer(DecoderSettings settings, BooleanSupplier cancelled, List<PacketTap> taps) {
    this.settings = settings;
    this.taps = new PacketTaps(settings.displayName(), taps);
    this.interrupt = new Interrupt(cancelled);
  }

  /**
   * Connects, reads the header, finds the video stream and opens the taps. The limit for opening
   * goes on until {@link #opened}.
   *
   * @param cancelled asked while calls wait; once it holds, they end soon
   * @param taps who sees the packets too
   * @throws SluiceException with a text for the user
   */
  public static Demuxer open(
      DecoderSettings settings, BooleanSupplier cancelled, List<PacketTap> taps) {
    FfmpegLog.install();
    Demuxer demuxer = new Demuxer(settings, cancelled, withStatistics(settings, taps));
    try {
      demuxer.open();
      return demuxer;
    } catch (RuntimeException | Error e) {
      demuxer.close();
      throw e;
    }
  }

  private static List<PacketTap> withStatistics(DecoderSettings settings, List<PacketTap> taps) {
    if (!PacketStatistics.isWanted()) {
      return taps;
    }
    List<PacketTap> all = new ArrayList<>(taps);
    all.add(new PacketStatistics(settings.displayName()));
    return all;
  }

  private void open() {
    interrupt.within(settings.openTimeout());
    InputRoute way = InputRoute.of(settings, interrupt);
    route = way;
    int result = openBy(way);
    while (result < 0 && interrupt.reason() == Interrupt.Reason.NONE) {
      Optional<InputRoute> other = way.instead(result, settings, interrupt);
      if (other.isEmpty()) {
        break;
      }
      way.close();
      context = avformat_alloc_context();
      way = other.get();
      route = way;
      result = openBy(way);
    }
    if (result < 0) {
      way.redirect().ifPresent(this::redirected);
      if (interrupt.reason() == Interrupt.Reason.NONE) {
        way.unknownLogin().ifPresent(this::loginRefused);
        way.failure().ifPresent(this::brokenOff);
      }
    }
    checkOpen(result);
    checkOpen(avformat_find_stream_info(context, (PointerPointer<?>) null));
    chooseStreams();
    taps.opened(streams());
  }

  private int openBy(InputRoute way) {
    interrupt.attachTo(context);
    AVInputFormat format = forcedFormat();
    if (settings.isDevice()) {
      context.flags(context.flags() | AVFMT_FLAG_NONBLOCK);
    }
    if (way.isSealable()) {
      interrupt.onFirstAsk(() -> av_opt_set(context, "protocol_whitelist", InputRoute.SEALED, 0));
    }
    try (InputOptions options = new InputOptions(settings, way, taps.wantsAudio())) {
      int result = avformat_open_input(context, way.url(), format, options.dictionary());
      if (result >= 0) {
        options.requireAllUsed();
      }
      return result;
    }
  }

  private void loginRefused(String offered) {
    throw InputFailure.unknownLogin(settings, offered);
  }

  private void brokenOff(String reason) {
    throw InputFailure.unreachable(settings, reason);
  }

  private void redirected(SourceAddress target) {
    throw new RedirectedException(settings.displayName(), target);
  }

  /** The video first, then the sound if it is read too. */
  private List<PacketStream> streams() {
    PacketStream video = PacketStream.of(stream);
    return audioIndex == NO_STREAM
        ? List.of(video)
        : List.of(video, PacketStream.of(context.streams(audioIndex)));
  }

  private @Nullable AVInputFormat forcedFormat() {
    if (settings.isDevice()) {
      Devices.require(settings);
    }
    if (settings.format() == null) {
      return null;
    }
    AVInputFormat format = av_find_input_format(settings.format());
    if (format == null) {
      throw InputFailure.because(
          settings, "the format \"" + settings.format() + "\" is not known here");
    }
    return format;
  }

  private void checkOpen(int result) {
    if (result >= 0) {
      return;
    }
    Interrupt.Reason reason = interrupt.reason();
    if (reason != Interrupt.Reason.CANCELLED) {
      requireSupported();
    }
    if (reason == Interrupt.Reason.TIMEOUT && route != null && route.isWithoutDatagrams()) {
      throw InputFailure.noDatagrams(settings);
    }
    throw reason == Interrupt.Reason.NONE
        ? InputFailure.open(settings, result, route != null && route.contentStart().length > 0)
        : InputFailure.interrupted(settings, reason, true);
  }

  /** Throws where what can't be opened or decoded is known to be something that is not read. */
  private void requireSupported() {
    InputRoute way = route;
    byte[] start =
        settings.isFile()
            ? InputUrls.contentStart(settings.location(), START_BYTES)
            : way == null ? new byte[0] : way.contentStart();
    UnsupportedContent.of(start, way != null && way.isWholeOnly())
        .ifPresent(
            content -> {
              throw InputFailure.unsupported(settings, content);
            });
  }

  /** Why an input that was opened gives no picture, to be thrown. */
  public SluiceException noPicture() {
    requireSupported();
    return InputFailure.noPicture(settings);
  }

  private void chooseStreams() {
    streamIndex = av_find_best_stream(context, AVMEDIA_TYPE_VIDEO, -1, -1, (AVCodec) null, 0);
    tiles = TileGrid.of(context, streamIndex).orElse(null);
    if (tiles != null) {
      streamIndex = tiles.tiles().getFirst().stream();
    }
    if (streamIndex < 0
        || (context.streams(streamIndex).disposition() & AV_DISPOSITION_ATTACHED_PIC) != 0) {
      throw InputFailure.because(
          settings,
          "holds no pictures, sound or data only (expected: a video); name another file or"
              + " address");
    }
    if (taps.wantsAudio()) {
      int found =
          av_find_best_stream(context, AVMEDIA_TYPE_AUDIO, -1, streamIndex, (AVCodec) null, 0);
      audioIndex = found < 0 ? NO_STREAM : found;
    }
    for (int i = 0; i < context.nb_streams(); i++) {
      if (!isRead(i) && i != audioIndex) {
        context.streams(i).discard(AVDISCARD_ALL);
      }
    }
    stream = context.streams(streamIndex);
    if (settings.isFile() && context.iformat().name().getString().equals("mpegts")) {
      leaps = new TransportLeaps(Path.of(settings.location()), PacketStream.of(stream));
    }
  }

  private boolean isRead(int index) {
    return index == streamIndex || (tiles != null && tiles.streams().containsKey(index));
  }

  /** From now on the limit for reading counts. */
  public void opened() {
    opening = false;
    renewLimit();
  }

  /** A limit that was passed already stays so. */
  private void renewLimit() {
    if (!opening && !overdue) {
      interrupt.within(settings.readTimeout());
    }
  }

  /** FFmpeg's context of the input; the demuxer's. */
  public AVFormatContext context() {
    return context;
  }

  /** The video stream; the demuxer's. */
  public AVStream stream() {
    return stream;
  }

  /** The picture that the streams are parts of; null for a video or an ordinary picture. */
  public @Nullable TileGrid tiles() {
    return tiles;
  }

  /**
   * The shape of a decoded frame's pixels: the container's word, as players take it, else the
   * codec's; 0 where neither names one that a picture can have.
   */
  public AVRational pixelAspect(AVFrame frame) {
    AVRational container = stream.sample_aspect_ratio();
    return PixelAspect.isPlausible(container.num(), container.den())
        ? container
        : frame.sample_aspect_ratio();
  }

  /** Packets or stretches of the input that were unreadable, or lost on the way. */
  public long damagedReads() {
    return damagedReads + (route == null ? 0 : route.lostPackets());
  }

  /** Whether the input's clock may be set anew in mid-stream, in the nature of its format. */
  public boolean clockMayJump() {
    return !settings.isFile() || (context.iformat().flags() & AVFMT_TS_DISCONT) != 0;
  }

  /**
   * Whether a leap ahead of the clock, of more than 10 s, means that it was set. Of a live source
   * it does; in a file it is a pause, unless the file announced it. To be asked once for each leap,
   * when the picture after it comes.
   */
  public boolean clockWasSet() {
    return !settings.isFile() || (leaps != null && leaps.take());
  }

  @Override
  public boolean isDownload() {
    boolean web = InputUrls.scheme(settings.location()).startsWith("http");
    return web && context.duration() != AV_NOPTS_VALUE && context.duration() > 0;
  }

  /** Whether the input says when its pictures are due. */
  public boolean hasClock() {
    return (context.iformat().flags() & AVFMT_NOTIMESTAMPS) == 0;
  }

  /** How packets travel; absent for files and devices. */
  public Optional<TransportProtocol> transport() {
    return route == null ? Optional.empty() : route.transport();
  }

  /**
   * Whether the input comes as it is made and says nothing of when: a stream of pictures without a
   * container, from a server that names no length. FFmpeg makes up a clock of 25 pictures a second
   * for it.
   */
  public boolean isLiveWithoutClock() {
    AVIOContext io = context.pb();
    return !settings.isFile() && !hasClock() && io != null && !io.isNull() && avio_size(io) < 0;
  }

  /**
   * When the last packet of the video came, by {@link System#nanoTime}; packets that were read
   * ahead to find out about the stream count as of when they are given out.
   */
  public long arrivalNanos() {
    return arrivalNanos;
  }

  @Override
  public boolean advance() {
    return read() != null;
  }

  /**
   * Reads the next packet of the video, and lends it to the taps on the way; of a picture made of
   * tiles, that of the next tile, of which taps see the first only.
   *
   * @return lent until the next call or {@link #close}; null at the end of the input
   * @throws SluiceException when it was cancelled, stayed silent too long, or broke off
   */
  public @Nullable Packet read() {
    av_packet_unref(current);
    if (overdue) {
      requireGoing();
    }
    renewLimit();
    int damagedInARow = 0;
    while (true) {
      int result = av_read_frame(context, current);
      if (result >= 0 && isRead(current.stream_index())) {
        // When a read fails, FFmpeg's parser first gives out the picture that it held back until
        // the next one would begin: that is no sign of life.
        overdue = interrupt.reason() == Interrupt.Reason.TIMEOUT;
        packets++;
        arrivalNanos = System.nanoTime();
        keyFrameCame |= lent.isKeyFrame();
        if (leaps != null) {
          leaps.packet(lent.pts(), current.pos());
        }
        if (current.stream_index() == streamIndex) {
          taps.packet(lent);
        }
        return lent;
      }
      if (result >= 0 && current.stream_index() == audioIndex) {
        taps.packet(lent);
      }
      av_packet_unref(current);
      requireGoing();
      if (result == avutil.AVERROR_EAGAIN()) {
        LockSupport.parkNanos(PAUSE_NANOS);
      } else if (result == AVERROR_EOF) {
        requireRegularEnd();
        return null;
      } else if (result == AVERROR_INVALIDDATA && settings.isFile()) {
        damagedReads++;
        if (++damagedInARow >= DAMAGE_IN_A_ROW) {
          return null;
        }
      } else if (result < 0) {
        throw readFailure(result);
      }
    }
  }

  private SluiceException readFailure(int error) {
    if (opening) {
      requireSupported();
    }
    return InputFailure.read(settings, error);
  }

  /** Throws where the owner has cancelled or the time is over. */
  void requireGoing() {
    Interrupt.Reason reason = interrupt.reason();
    if (reason == Interrupt.Reason.TIMEOUT && opening && packets > 0) {
      throw InputFailure.fruitless(settings, packets, keyFrameCame);
    }
    if (reason == Interrupt.Reason.TIMEOUT
        && opening
        && route != null
        && route.isWithoutDatagrams()) {
      throw InputFailure.noDatagrams(settings);
    }
    if (reason != Interrupt.Reason.NONE) {
      throw InputFailure.interrupted(settings, reason, opening);
    }
  }

  /**
   * Formats report a broken connection as an end; the layer below knows better. A camera's stream
   * has no end at all.
   */
  private void requireRegularEnd() {
    AVIOContext io = context.pb();
    if (io != null && !io.isNull() && io.error() < 0 && io.error() != AVERROR_EOF) {
      throw readFailure(io.error());
    }
    boolean camera = InputUrls.scheme(settings.location()).startsWith("rtsp");
    if (camera && context.duration() == AV_NOPTS_VALUE) {
      throw InputFailure.read(settings, AVERROR_EOF);
    }
  }

  /**
   * Closes the taps, leaves the other side in order, within a second at the most, and frees
   * everything but the packets that were retained. To be called once.
   */
  @Override
  public void close() {
    try {
      taps.close();
    } finally {
      av_packet_free(current);
      interrupt.closeWithin(CLOSE_LIMIT);
      if (!context.isNull()) {
        avformat_close_input(context);
      }
      interrupt.close();
      if (route != null) {
        route.close();
      }
    }
  }
}
