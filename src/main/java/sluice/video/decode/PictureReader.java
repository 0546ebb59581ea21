package sluice.video.decode;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import java.util.concurrent.TimeUnit;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;
import sluice.core.DecodeMode;
import sluice.video.demux.DecoderSettings;
import sluice.video.demux.Demuxer;
import sluice.video.demux.InputFailure;
import sluice.video.demux.Packet;
import sluice.video.demux.TileGrid;
import sluice.video.image.FramePicture;
import sluice.video.image.PictureLayout;

/**
 * The decode loop: feeds the packets of a {@link Demuxer} to the codec and gives its frames as
 * pictures with times. Owns demuxer and codec. One thread.
 */
final class PictureReader implements AutoCloseable {
  private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(10);

  /** Some two minutes of a camera whose data arrives but means nothing. */
  private static final int FRUITLESS_PACKETS = 3000;

  private final DecoderSettings settings;
  private final Demuxer demuxer;
  private final FrameDecoder codec;
  private final StreamHeader header;
  private final MediaClock clock;

  /** Whether pictures get the time at which they came, for want of one of their own. */
  private final boolean byArrival;

  private final DecodePlan plan;
  private @Nullable TimedDemand asking;
  private boolean ended;

  private @Nullable PictureLayout layout;
  private int fruitless;

  /**
   * Takes the demuxer over, unless this throws: when its pictures can't be decoded.
   *
   * @param memory for pictures; null for FFmpeg's own
   */
  PictureReader(DecoderSettings settings, Demuxer demuxer, @Nullable FrameMemory memory) {
    this.settings = settings;
    this.demuxer = demuxer;
    this.byArrival = demuxer.isLiveWithoutClock();
    this.header = StreamHeader.of(demuxer, !byArrival);
    this.clock =
        new MediaClock(
            header.pictureNanos(),
            demuxer.clockMayJump() && !byArrival ? LONGEST_PAUSE : Long.MAX_VALUE,
            demuxer::clockWasSet);
    TileGrid tiles = demuxer.tiles();
    this.codec =
        tiles == null
            ? PictureCodec.open(settings, demuxer.stream(), memory)
            : new TileDecoder(settings, tiles);
    PictureRoles roles =
        tiles == null && !byArrival
            ? PictureRoles.of(demuxer.stream().codecpar())
            : PictureRoles.NONE;
    this.plan = new DecodePlan(roles, settings.isFile(), clock, header::nanos);
  }

  /** From now on only the wanted pictures are given, where the source allows that. */
  void serve(PictureDemand demand) {
    TimedDemand timed = new TimedDemand(demand);
    asking = timed;
    plan.serve(timed);
  }

  /** How much is decoded now. */
  DecodeMode mode() {
    return plan.mode();
  }

  StreamHeader header() {
    return header;
  }

  /** Pictures that were not decoded. */
  long undecoded() {
    return plan.undecoded();
  }

  long damaged() {
    return demuxer.damagedReads() + codec.damaged();
  }

  /** The next picture; null at the end, and again after it. */
  @Nullable DecodedPicture next() {
    long spent = 0;
    plan.proceed();
    long asked = askedNanos();
    while (true) {
      plan.pass();
      long start = System.nanoTime();
      AVFrame frame = codec.receive();
      if (frame != null) {
        fruitless = 0;
        if (plan.isHandedOut(frame.best_effort_timestamp())) {
          return picture(frame, start - spent + askedNanos() - asked);
        }
        codec.recycle(frame);
        spent += System.nanoTime() - start;
        continue;
      }
      if (codec.drained()) {
        plan.finish();
        return null;
      }
      plan.starved(codec.delay());
      spent += System.nanoTime() - start;
      plan.rest();
      spent += feed();
    }
  }

  private long askedNanos() {
    return asking == null ? 0 : asking.nanos();
  }

  @Override
  public void close() {
    plan.close();
    codec.close();
    demuxer.close();
  }

  /**
   * Hands the decoder its next packet, or tells it that there are no more; gives the time of the
   * work, without the waiting.
   */
  private long feed() {
    long start = System.nanoTime();
    try (Packet planned = plan.next()) {
      if (planned != null) {
        send(planned);
        return System.nanoTime() - start;
      }
    }
    if (ended) {
      codec.send(null);
      return System.nanoTime() - start;
    }
    Packet packet = demuxer.read();
    if (!settings.isFile()) {
      start = System.nanoTime();
    }
    if (packet == null) {
      ended = true;
      plan.end();
    } else if (plan.isSentAtOnce(packet)) {
      send(packet);
    }
    return System.nanoTime() - start;
  }

  private void send(Packet packet) {
    codec.send(packet);
    if (++fruitless > FRUITLESS_PACKETS && !settings.isFile()) {
      throw InputFailure.because(
          settings, "none of the last " + FRUITLESS_PACKETS + " packets gave a picture");
    }
  }

  private DecodedPicture picture(AVFrame frame, long startNanos) {
    try {
      long time =
          clock.next(
              byArrival ? demuxer.arrivalNanos() : header.nanos(frame.best_effort_timestamp()));
      frame.sample_aspect_ratio(demuxer.pixelAspect(frame));
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
