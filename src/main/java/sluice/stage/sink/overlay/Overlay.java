package sluice.stage.sink.overlay;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import sluice.core.Detection;
import sluice.core.ObjectState;
import sluice.core.Picture;
import sluice.core.Predictions;
import sluice.core.SceneState;
import sluice.core.model.ChannelOrder;
import sluice.video.image.Canvas;
import sluice.video.image.CanvasColors;
import sluice.video.image.CanvasLines;
import sluice.video.image.Scaler;

/**
 * Draws what was found: a box for each object, with its label and confidence, and its mask, key
 * points or rotated box where it has such, over the picture that it was found in; below on the left
 * the likeliest classes of the picture. Where objects are followed, each has a colour of its own,
 * its number and its way, and lines and zones are drawn with their numbers. Every output that shows
 * pictures draws with this. Used by one thread at a time.
 */
public final class Overlay implements AutoCloseable {
  /** As many classes as leave the picture to be seen. */
  private static final int MOST_CLASSES = 3;

  private final Canvas canvas;
  private final ShapeDrawing shapes;
  private final CanvasLines lines;
  private final SceneDrawing scenes;
  private final Scaler scaler = new Scaler(Scaler.Kernel.BILINEAR);

  /**
   * An overlay with a canvas of its own.
   *
   * @param width pixels, at least 1
   * @param height pixels, at least 1
   */
  public Overlay(int width, int height) {
    canvas = new Canvas(width, height);
    shapes = new ShapeDrawing(canvas);
    lines = new CanvasLines(canvas);
    scenes = new SceneDrawing(canvas);
  }

  /**
   * Draws a picture, scaled to the canvas, and what the model says of it; the most confident object
   * lies on top.
   *
   * @param picture only read; stays the caller's
   * @param predictions boxes in coordinates from 0 to 1
   * @param scene lines and zones as they are after the picture
   */
  public void draw(Picture picture, Predictions predictions, SceneState scene) {
    scaler.scale(
        picture,
        canvas.pixels(),
        canvas.stride(),
        ChannelOrder.BGR,
        0,
        0,
        canvas.width(),
        canvas.height());
    List<Detection> mostConfidentLast = predictions.detections().reversed();
    scenes.drawGround(scene);
    for (Detection detection : mostConfidentLast) {
      ObjectState object = detection.object().orElse(null);
      if (object != null) {
        lines.drawWay(WaySmoothing.of(object.trail().places()), color(detection));
      }
    }
    for (Detection detection : mostConfidentLast) {
      shapes.draw(detection, color(detection));
    }
    for (Detection detection : mostConfidentLast) {
      canvas.drawLabel(detection.box(), caption(detection), color(detection));
    }
    scenes.drawFront(scene);
    canvas.drawBottom(captions(predictions));
  }

  /** The colour of an object, the same in all pictures; of one that isn't followed its class's. */
  static int color(Detection detection) {
    ObjectState object = detection.object().orElse(null);
    return CanvasColors.of(
        object == null ? detection.labelId() : (int) (object.id() % Integer.MAX_VALUE));
  }

  /**
   * Text for a box: its label and confidence, between them the object's number where it has one.
   */
  static String caption(Detection detection) {
    String number = detection.object().map(object -> " #" + object.id()).orElse("");
    return caption(detection.label() + number, detection.confidence());
  }

  /**
   * Lines for a picture: its likeliest classes, each with its confidence, the likeliest first, or
   * its attributes.
   */
  static List<String> captions(Predictions predictions) {
    return Stream.concat(
            predictions.classes().stream()
                .limit(MOST_CLASSES)
                .map(each -> caption(each.label(), each.confidence())),
            predictions.attributes().stream()
                .map(each -> caption(each.name() + ": " + each.label(), each.confidence())))
        .toList();
  }

  private static String caption(String label, float confidence) {
    return String.format(Locale.ROOT, "%s %.2f", label, confidence);
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
