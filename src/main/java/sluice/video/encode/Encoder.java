package sluice.video.encode;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.jspecify.annotations.Nullable;
import sluice.core.SluiceException;
import sluice.video.ffmpeg.FfmpegErrorText;
import sluice.video.ffmpeg.FfmpegLog;
import sluice.video.image.Canvas;

/**
 * Writes pictures to a video file (H.264, else MPEG-4; in MP4 or QuickTime) that can be played at
 * any time after its first second: while it grows, after the process was killed, and of course when
 * finished.
 *
 * <p>Not safe for use by several threads at once. Its creator closes it, after {@link #finish} or
 * without.
 */
public final class Encoder implements AutoCloseable {
  private static final List<String> CODECS = List.of(EncoderCodec.OPENH264, "mpeg4");
  private static final Map<String, String> MUXERS =
      Map.of("mp4", "mp4", "m4v", "mp4", "mov", "mov");
  private static final double NANOS_PER_TICK = 1e9 / EncoderFormat.TICKS_PER_SECOND;

  private final EncoderFormat format;
  private final EncoderCodec codec;
  private final EncoderPicture picture;
  private final EncoderMuxer muxer;
  private final AVPacket packet;
  private long frames;
  private long lastTicks = -1;
  private long lastNanos = -1;
  private boolean finished;
  private boolean closed;

  private Encoder(
      EncoderFormat format,
      EncoderCodec codec,
      EncoderPicture picture,
      EncoderMuxer muxer,
      AVPacket packet) {
    this.format = format;
    this.codec = codec;
    this.picture = picture;
    this.muxer = muxer;
    this.packet = packet;
  }

  /** The endings of file names that can be written, without the dot, in order. */
  public static List<String> endings() {
    return MUXERS.keySet().stream().sorted().toList();
  }

  /** Whether a file of this name can be written, going by its ending. */
  public static boolean writes(Path file) {
    return muxerOf(file).isPresent();
  }

  /** The nearest length of a picture's side that can be encoded: even, at least 2. */
  public static int evenSide(int pixels) {
    return Math.max(2, pixels - pixels % 2);
  }

  /**
   * Creates a file, or empties one that exists, and opens the first encoder that works for this
   * size.
   *
   * @param file ends in one of {@link #endings}
   * @param width pixels, even
   * @param height pixels, even
   * @param frameRate frames a second as far as known, else 0; sets the bit rate, not the timestamps
   * @throws SluiceException OUTPUT when the file can't be written or no encoder takes such pictures
   * @throws IllegalArgumentException for an odd size
   */
  public static Encoder open(Path file, int width, int height, double frameRate) {
    return open(file, new EncoderFormat(width, height, frameRate), CODECS);
  }

  static Encoder open(Path file, EncoderFormat format, List<String> codecs) {
    String muxerName =
        muxerOf(file)
            .orElseThrow(
                () ->
                    EncoderErrors.failure(
                        file, "its name should end in ." + String.join(", .", endings())));
    FfmpegLog.install();
    EncoderCodec codec;
    try (FfmpegErrorText _ = FfmpegErrorText.keep()) { // an encoder that doesn't open is no news
      codec = EncoderCodec.openFirst(codecs, format, file);
    }
    EncoderPicture picture = null;
    EncoderMuxer muxer = null;
    try {
      picture = new EncoderPicture(format, file);
      muxer = new EncoderMuxer(file, muxerName, codec.context());
      AVPacket packet = av_packet_alloc();
      if (packet == null) {
        throw new OutOfMemoryError("FFmpeg can't allocate a packet");
      }
      return new Encoder(format, codec, picture, muxer, packet);
    } catch (RuntimeException | Error e) {
      closeAll(muxer, picture, codec);
      throw e;
    }
  }

  private static Optional<String> muxerOf(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return MUXERS.entrySet().stream()
        .filter(entry -> name.endsWith("." + entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /** FFmpeg's name of the encoder that was chosen. */
  public String codec() {
    return codec.name();
  }

  /** Pictures that were written so far. */
  public long frames() {
    return frames;
  }

  /**
   * Appends a picture. The canvas may be drawn on again at once.
   *
   * @param canvas of the size that the video was opened with
   * @param timestampNanos when to show it, from the start of the video; later than the one before
   * @throws SluiceException OUTPUT when it can't be encoded or written
   * @throws IllegalArgumentException for another size or a timestamp that doesn't grow
   * @throws IllegalStateException when finished or closed
   */
  public void write(Canvas canvas, long timestampNanos) {
    requireOpen();
    if (canvas.width() != format.width() || canvas.height() != format.height()) {
      throw new IllegalArgumentException(
          "canvas: "
              + canvas.width()
              + "x"
              + canvas.height()
              + " (expected: "
              + format.width()
              + "x"
              + format.height()
              + ")");
    }
    if (timestampNanos <= lastNanos) {
      throw new IllegalArgumentException(
          "timestamp: " + timestampNanos + " ns (expected: > " + lastNanos + ")");
    }
    long ticks = Math.max(lastTicks + 1, Math.round(timestampNanos / NANOS_PER_TICK));
    codec.send(picture.fill(canvas, ticks, durationOf(ticks)));
    lastTicks = ticks;
    lastNanos = timestampNanos;
    drain();
    frames++;
  }

  /**
   * How long a picture is shown can't be known before the next one comes; only the last one is
   * shown for this long.
   */
  private long durationOf(long ticks) {
    return frames > 0
        ? ticks - lastTicks
        : Math.round(EncoderFormat.TICKS_PER_SECOND / format.framesPerSecond());
  }

  /**
   * Writes what is left and makes the file an ordinary one. Nothing may be written afterwards.
   *
   * @throws SluiceException OUTPUT when that can't be written
   * @throws IllegalStateException when finished or closed
   */
  public void finish() {
    requireOpen();
    finished = true;
    codec.send(null);
    drain();
    muxer.finish();
  }

  private void drain() {
    while (codec.receive(packet)) {
      muxer.write(packet);
    }
  }

  private void requireOpen() {
    if (finished || closed) {
      throw new IllegalStateException("the video is " + (closed ? "closed" : "finished"));
    }
  }

  /**
   * Frees everything. A file that wasn't finished stays as far as it was written. Closing twice
   * does nothing the second time.
   */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      av_packet_free(packet);
      closeAll(muxer, picture, codec);
    }
  }

  private static void closeAll(
      @Nullable EncoderMuxer muxer, @Nullable EncoderPicture picture, EncoderCodec codec) {
    if (muxer != null) {
      muxer.close();
    }
    if (picture != null) {
      picture.close();
    }
    codec.close();
  }
}
