package sluice.stage.postprocess;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import sluice.core.Box;
import sluice.core.Detection;
import sluice.core.Mask;
import sluice.core.Point;
import sluice.core.Shape;

/**
 * Keeps what was found in a region of a picture inside that region. Where an input has borders
 * beside the region, models find things there, too, which would lie in the picture beside it.
 */
final class RegionBounds {
  private RegionBounds() {}

  /** A detection with its box and its mask cut to its region; absent where nothing is left. */
  static Optional<Detection> inside(Detection found, Box region) {
    if (covers(region, found.box())) {
      return Optional.of(found);
    }
    Box box = common(found.box(), region);
    if (box.area() <= 0) {
      return Optional.empty();
    }
    Optional<Shape> shape = found.shape().map(each -> bounded(each, region));
    return shape.filter(each -> each instanceof Mask mask && mask.rings().isEmpty()).isPresent()
        ? Optional.empty()
        : Optional.of(
            new Detection(
                found.labelId(), found.label(), found.confidence(), box, shape, found.object()));
  }

  /** What two boxes have in common; a box that lies beside the other one shrinks to an edge. */
  static Box common(Box box, Box other) {
    float left = Math.max(box.xMin(), other.xMin());
    float top = Math.max(box.yMin(), other.yMin());
    return new Box(
        left,
        top,
        Math.max(left, Math.min(box.xMax(), other.xMax())),
        Math.max(top, Math.min(box.yMax(), other.yMax())));
  }

  private static boolean covers(Box region, Box box) {
    return box.xMin() >= region.xMin()
        && box.yMin() >= region.yMin()
        && box.xMax() <= region.xMax()
        && box.yMax() <= region.yMax();
  }

  private static Shape bounded(Shape shape, Box region) {
    return shape instanceof Mask mask
        ? new Mask(
            mask.rings().stream()
                .map(ring -> ring.stream().map(point -> bounded(point, region)).toList())
                .filter(Predicate.not(RegionBounds::isFlat))
                .toList())
        : shape;
  }

  private static Point bounded(Point point, Box region) {
    return new Point(
        Math.clamp(point.x(), region.xMin(), region.xMax()),
        Math.clamp(point.y(), region.yMin(), region.yMax()));
  }

  /** Whether a ring has no area, for all of it lay beside the region. */
  private static boolean isFlat(List<Point> ring) {
    return isOneValue(ring, Point::x) || isOneValue(ring, Point::y);
  }

  private static boolean isOneValue(List<Point> ring, ToDoubleFunction<Point> side) {
    return ring.stream().mapToDouble(side).distinct().count() == 1;
  }
}
