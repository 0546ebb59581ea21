package sluice.stage.sink.overlay;

import java.util.List;
import java.util.Locale;
import sluice.core.ChannelOrder;
import sluice.core.Detection;
import sluice.core.Picture;
import sluice.video.Canvas;
import sluice.video.CanvasColors;
import sluice.video.Scaler;

/**
 * Draws what was found: a box for each object, with its label and confidence, over the picture that
 * it was found in. Every output that shows pictures draws with this. Used by one thread at a time.
 */
public final class Overlay implements AutoCloseable {
  private final Canvas canvas;
  private final Scaler scaler = new Scaler(Scaler.Kernel.BILINEAR);

  /**
   * An overlay with a canvas of its own.
   *
   * @param width pixels, at least 1
   * @param height pixels, at least 1
   */
  public Overlay(int width, int height) {
    canvas = new Canvas(width, height);
  }

  /**
   * Draws a picture, scaled to the canvas, and its objects; the most confident one lies on top.
   *
   * @param picture only read; stays the caller's
   * @param detections in coordinates from 0 to 1, most confident first
   */
  public void draw(Picture picture, List<Detection> detections) {
    scaler.scale(
        picture,
        canvas.pixels(),
        canvas.stride(),
        ChannelOrder.BGR,
        0,
        0,
        canvas.width(),
        canvas.height());
    List<Detection> mostConfidentLast = detections.reversed();
    for (Detection detection : mostConfidentLast) {
      canvas.drawBox(detection.box(), CanvasColors.of(detection.labelId()));
    }
    for (Detection detection : mostConfidentLast) {
      canvas.drawLabel(detection.box(), caption(detection), CanvasColors.of(detection.labelId()));
    }
  }

  /** Words for a box: its label and confidence. */
  static String caption(Detection detection) {
    return String.format(Locale.ROOT, "%s %.2f", detection.label(), detection.confidence());
  }

  /** What was drawn last; the overlay's own, to be read or drawn on before the next picture. */
  public Canvas canvas() {
    return canvas;
  }

  @Override
  public void close() {
    canvas.close();
    scaler.close();
  }
}
