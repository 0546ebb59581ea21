package sluice.stage.objects;

import java.util.List;
import sluice.core.Box;
import sluice.core.Detection;
import sluice.core.scene.ObjectSettings;
import sluice.stage.analytics.Polygon;

/** Which boxes can be objects that count, by the settings. Immutable. */
final class ObjectFilter {
  private final ObjectSettings settings;
  private final List<Polygon> masks;

  ObjectFilter(ObjectSettings settings) {
    this.settings = settings;
    masks = settings.masks().stream().map(Polygon::new).toList();
  }

  /** Those whose anchor is in no mask. */
  List<Detection> unmasked(List<Detection> detections) {
    return masks.isEmpty()
        ? detections
        : detections.stream().filter(each -> !isMasked(each.box())).toList();
  }

  private boolean isMasked(Box box) {
    return masks.stream().anyMatch(mask -> mask.contains(settings.anchor().of(box.clamp())));
  }

  /**
   * Whether a box has an area and proportions that are wanted.
   *
   * @param aspect width of the picture by its height
   */
  boolean accepts(Box box, double aspect) {
    double area = box.area();
    double proportion = box.height() > 0 ? box.width() * aspect / box.height() : 0;
    return area >= settings.minArea().orElse(0)
        && area <= settings.maxArea().orElse(1)
        && proportion >= settings.minAspect().orElse(0)
        && proportion <= settings.maxAspect().orElse(Double.MAX_VALUE);
  }
}
