package sluice.stage.sink.overlay;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import sluice.core.ChannelOrder;
import sluice.core.Detection;
import sluice.core.Picture;
import sluice.core.SluiceException;
import sluice.stage.sink.SinkItem;
import sluice.video.Canvas;
import sluice.video.CanvasColors;
import sluice.video.Encoder;
import sluice.video.Scaler;

/**
 * A video in the making: draws each result on a canvas of the video's size and encodes it. Used by
 * one thread.
 */
final class OverlayRecording implements AutoCloseable {
  private static final double NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  private final Encoder encoder;
  private final Canvas canvas;
  private final Scaler scaler = new Scaler(Scaler.Kernel.BILINEAR);
  private final Timeline timeline;
  private final FpsWindow fps = new FpsWindow();

  /**
   * Opens the file.
   *
   * @param file is emptied
   * @param width pixels, even
   * @param height pixels, even
   * @param frameRate of the source, 0 where it names none
   * @throws SluiceException OUTPUT when it can't be written
   */
  OverlayRecording(Path file, int width, int height, double frameRate) {
    timeline = new Timeline(frameRate);
    encoder = Encoder.open(file, width, height, frameRate);
    try {
      canvas = new Canvas(width, height);
    } catch (RuntimeException | Error e) {
      encoder.close();
      throw e;
    }
  }

  /** Appends a frame with what was found in it. */
  void write(SinkItem item) {
    Picture picture = item.picture();
    if (picture == null) {
      throw new IllegalStateException("frame " + item.frameNumber() + " came without its picture");
    }
    scaler.scale(
        picture,
        canvas.pixels(),
        canvas.stride(),
        ChannelOrder.BGR,
        0,
        0,
        canvas.width(),
        canvas.height());
    List<Detection> mostConfidentLast = item.detections().reversed();
    for (Detection detection : mostConfidentLast) {
      canvas.drawBox(detection.box(), CanvasColors.of(detection.labelId()));
    }
    for (Detection detection : mostConfidentLast) {
      canvas.drawLabel(detection.box(), caption(detection), CanvasColors.of(detection.labelId()));
    }
    canvas.drawCorner(corner(fps.add(item.finishedNanos()), item.timings().inference));
    encoder.write(canvas, timeline.next(item.timestampNanos()));
  }

  /** Words for a box: its label and confidence. */
  static String caption(Detection detection) {
    return String.format(Locale.ROOT, "%s %.2f", detection.label(), detection.confidence());
  }

  /**
   * Words for the corner: frames a second, where they can be told, and the time of the frame's
   * inference.
   */
  static String corner(OptionalDouble fps, long inferenceNanos) {
    String rate = fps.isPresent() ? String.format(Locale.ROOT, "%.1f", fps.getAsDouble()) : "-";
    return String.format(
        Locale.ROOT, "%s fps  inference %.1f ms", rate, inferenceNanos / NANOS_PER_MILLI);
  }

  /** Completes the file. */
  void finish() {
    encoder.finish();
  }

  @Override
  public void close() {
    encoder.close();
    canvas.close();
    scaler.close();
  }
}
