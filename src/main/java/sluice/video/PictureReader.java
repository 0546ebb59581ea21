package sluice.video;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import java.util.concurrent.TimeUnit;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * Turns the packets of a {@link Demuxer} into pictures with times. Owns demuxer and codec. One
 * thread.
 */
final class PictureReader implements AutoCloseable {
  private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(10);

  /** Some two minutes of a camera whose data arrives but means nothing. */
  private static final int FRUITLESS_PACKETS = 3000;

  private final DecoderSettings settings;
  private final Demuxer demuxer;
  private final PictureCodec codec;
  private final StreamHeader header;
  private final MediaClock clock;
  private final AVPacket packet;
  private @Nullable PictureLayout layout;
  private int fruitless;

  /** Takes the demuxer over, unless this throws: when its pictures can't be decoded. */
  PictureReader(DecoderSettings settings, Demuxer demuxer) {
    this.settings = settings;
    this.demuxer = demuxer;
    this.header = StreamHeader.of(demuxer.context(), demuxer.stream());
    this.clock =
        new MediaClock(
            header.pictureNanos(), demuxer.clockMayJump() ? LONGEST_PAUSE : Long.MAX_VALUE);
    this.codec = PictureCodec.open(settings, demuxer.stream());
    this.packet = av_packet_alloc();
  }

  StreamHeader header() {
    return header;
  }

  long damaged() {
    return demuxer.damagedReads() + codec.damaged();
  }

  /** The next picture; null at the end, and again after it. */
  @Nullable DecodedPicture next() {
    long spent = 0;
    while (true) {
      long start = System.nanoTime();
      AVFrame frame = codec.receive();
      if (frame != null) {
        fruitless = 0;
        return picture(frame, start - spent);
      }
      if (codec.drained()) {
        return null;
      }
      spent += System.nanoTime() - start + feed();
    }
  }

  @Override
  public void close() {
    codec.close();
    av_packet_free(packet);
    demuxer.close();
  }

  /**
   * Hands the decoder its next packet, or tells it that there are no more; gives the time of the
   * work, without the waiting.
   */
  private long feed() {
    long start = System.nanoTime();
    boolean more = demuxer.read(packet);
    if (!settings.isFile()) {
      start = System.nanoTime();
    }
    codec.send(more ? packet : null);
    av_packet_unref(packet);
    if (++fruitless > FRUITLESS_PACKETS && !settings.isFile()) {
      throw InputFailure.because(
          settings, "none of the last " + FRUITLESS_PACKETS + " packets gave a picture");
    }
    return System.nanoTime() - start;
  }

  private DecodedPicture picture(AVFrame frame, long startNanos) {
    try {
      long time = clock.next(header.nanos(frame.best_effort_timestamp()));
      boolean damaged = PictureCodec.isDamaged(frame);
      FramePicture picture = FramePicture.of(frame, layoutOf(frame));
      return new DecodedPicture(picture, time, System.nanoTime() - startNanos, damaged);
    } catch (RuntimeException | Error e) {
      av_frame_free(frame);
      throw e;
    }
  }

  private PictureLayout layoutOf(AVFrame frame) {
    PictureLayout known = layout;
    if (known == null || !known.fits(frame.format(), frame.width(), frame.height())) {
      known = PictureLayout.of(frame.format(), frame.width(), frame.height());
      layout = known;
    }
    return known;
  }
}
