package sluice.stage.sink.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import sluice.core.Detection;
import sluice.core.KeyPoint;
import sluice.core.KeyPoints;
import sluice.core.Mask;
import sluice.core.Point;
import sluice.core.RotatedBox;
import sluice.core.Shape;

/**
 * The members of an object that tell more than its box:
 *
 * <ul>
 *   <li>{@code mask}: a list of rings, each a list of x and y in turn, as COCO has its polygons,
 *       but in fractions of the picture, with four decimals; a ring inside another one is a hole
 *   <li>{@code keypoints}: for each {@code name}, {@code x}, {@code y} and {@code confidence}, all
 *       0 to 1; the confidence is {@code null} of models that have none
 *   <li>{@code angle} of a rotated box, radians, clockwise, more than -π/2 and at most π/2; and
 *       {@code corners}, its four corners as a ring, in fractions of the picture, the first two of
 *       which are the side that the angle is of
 * </ul>
 */
final class ShapeJson {
  /** Of a fraction: a tenth of a pixel in a picture of 1000. */
  private static final double DECIMALS = 1e4;

  private ShapeJson() {}

  /**
   * Writes the members of a shape; nothing for an object without one.
   *
   * @param width of the displayed picture, pixels
   * @param height of the displayed picture, pixels
   */
  static void write(JsonGenerator json, Detection detection, int width, int height)
      throws IOException {
    if (detection.shape().isEmpty()) {
      return;
    }
    Shape shape = detection.shape().get();
    switch (shape) {
      case Mask mask -> mask(json, mask);
      case KeyPoints points -> keyPoints(json, points);
      case RotatedBox box -> rotated(json, box, width, height);
    }
  }

  private static void mask(JsonGenerator json, Mask mask) throws IOException {
    json.writeArrayFieldStart("mask");
    for (List<Point> ring : mask.rings()) {
      json.writeStartArray();
      for (Point point : ring) {
        json.writeNumber(Math.round(point.x() * DECIMALS) / DECIMALS);
        json.writeNumber(Math.round(point.y() * DECIMALS) / DECIMALS);
      }
      json.writeEndArray();
    }
    json.writeEndArray();
  }

  private static void keyPoints(JsonGenerator json, KeyPoints points) throws IOException {
    json.writeArrayFieldStart("keypoints");
    for (KeyPoint point : points.points()) {
      json.writeStartObject();
      json.writeStringField("name", point.name());
      DetectionJson.number(json, "x", point.at().x());
      DetectionJson.number(json, "y", point.at().y());
      DetectionJson.number(json, "confidence", point.confidence());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void rotated(JsonGenerator json, RotatedBox box, int width, int height)
      throws IOException {
    DetectionJson.number(json, "angle", (float) box.angle(width, height));
    json.writeArrayFieldStart("corners");
    for (Point corner : box.corners()) {
      json.writeNumber(corner.x());
      json.writeNumber(corner.y());
    }
    json.writeEndArray();
  }
}
