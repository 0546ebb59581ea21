package sluice.stage.postprocess;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.core.Box;
import sluice.core.Detection;
import sluice.core.Predictions;

/**
 * Merges what was found in regions of a picture that overlap: of an object that several of them
 * show, one detection is left.
 *
 * <p>Boxes of a class that come from different regions are compared; what one region tells apart
 * stays apart. Two whole ones are the same object by their intersection over union. A box that ends
 * at an edge of its region inside the picture is <em>cut</em>: it is part of another one of which
 * that covers most of it, or if both agree about what both regions show. A whole box wins over cut
 * ones, however confident those are; of whole ones the most confident wins; of cut ones alone the
 * union is made, or the largest one kept where they have shapes, which can't be joined. (After the
 * merging of SAHI, arXiv 2202.06934, obss/sahi, sahi/postprocess/combine.py, {@code nms} and {@code
 * greedy_nmm} with its match metric IOS, which doesn't ask where a box comes from and whether it is
 * cut; that an object counts as cut near its region's edge is done so in Frigate, too,
 * blakeblackshear/frigate, frigate/util/object.py.)
 */
public final class RegionMerger {
  /** More than this share in common makes two boxes one object, as in SAHI. */
  private static final float SAME = 0.5f;

  /** A box ends at an edge when it comes as near as this part of the region's side. */
  private static final float NEAR = 0.015f;

  private static final Comparator<Part> WHOLE_AND_CONFIDENT_FIRST =
      Comparator.comparing(Part::cut)
          .thenComparing(part -> part.detection().confidence(), Comparator.reverseOrder());

  private RegionMerger() {}

  /** A detection in the region that it was found in. */
  private record Part(Detection detection, Box region, boolean cut) {
    static Part of(Detection inside, Box region) {
      return new Part(inside, region, isCut(inside.box(), region));
    }

    Box box() {
      return detection.box();
    }

    private static boolean isCut(Box box, Box region) {
      float across = NEAR * region.width();
      float down = NEAR * region.height();
      return (region.xMin() > 0 && box.xMin() - region.xMin() < across)
          || (region.yMin() > 0 && box.yMin() - region.yMin() < down)
          || (region.xMax() < 1 && region.xMax() - box.xMax() < across)
          || (region.yMax() < 1 && region.yMax() - box.yMax() < down);
    }

    boolean isSame(Part other) {
      float common = box().intersection(other.box());
      if (common <= 0) {
        return false;
      }
      if (!cut && !other.cut) {
        return box().intersectionOverUnion(other.box()) > SAME;
      }
      Part smaller = box().area() <= other.box().area() ? this : other;
      if (smaller.cut && common > SAME * smaller.box().area()) {
        return true;
      }
      Box own = other.cut ? RegionBounds.common(box(), other.region) : box();
      Box others = cut ? RegionBounds.common(other.box(), region) : other.box();
      return own.intersectionOverUnion(others) > SAME;
    }
  }

  /** An object that is told, with the parts that it is made of. */
  private static final class Merged {
    private final List<Part> parts = new ArrayList<>(1);
    private Detection detection;

    Merged(Part first) {
      parts.add(first);
      detection = first.detection();
    }

    boolean takes(Part part) {
      if (parts.getFirst().detection().labelId() != part.detection().labelId()) {
        return false;
      }
      boolean same = false;
      for (Part own : parts) {
        if (own.region().equals(part.region())) {
          return false;
        }
        same = same || own.isSame(part);
      }
      return same;
    }

    /** Whether it is made of cut parts only: whole ones come before cut ones. */
    boolean isCut() {
      return parts.getFirst().cut();
    }

    /** Whether a region has parts of both, which it tells apart. */
    boolean sharesRegion(Merged other) {
      return parts.stream()
          .anyMatch(
              own -> other.parts.stream().anyMatch(each -> each.region().equals(own.region())));
    }

    void add(Part part) {
      parts.add(part);
      join(part.detection());
    }

    /** Takes all parts of another one, which comes after this. */
    void add(Merged other) {
      parts.addAll(other.parts);
      join(other.detection);
    }

    private void join(Detection other) {
      if (detection.shape().isEmpty() && other.shape().isEmpty()) {
        detection = // the more confident one comes first
            new Detection(
                detection.labelId(),
                detection.label(),
                detection.confidence(),
                union(detection.box(), other.box()));
      } else if (other.box().area() > detection.box().area()) {
        detection = other;
      }
    }
  }

  /**
   * Merges the predictions of regions.
   *
   * @param regions in fractions of the picture, each once
   * @param found in each of them, in their order, boxes in fractions of the picture
   * @return at most {@link NonMaximumSuppression#MOST} objects where there are several regions,
   *     most confident first; the found ones themselves where there is one
   */
  public static Predictions merge(List<Box> regions, List<Predictions> found) {
    if (regions.size() == 1) {
      return found.getFirst();
    }
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < regions.size(); i++) {
      for (Detection detection : found.get(i).detections()) {
        Box region = regions.get(i);
        RegionBounds.inside(detection, region)
            .ifPresent(inside -> parts.add(Part.of(inside, region)));
      }
    }
    parts.sort(WHOLE_AND_CONFIDENT_FIRST);
    List<Merged> merged = new ArrayList<>();
    for (Part part : parts) {
      Merged same = find(merged, part);
      if (same != null) {
        add(merged, same, part);
      } else if (merged.size() < NonMaximumSuppression.MOST) {
        merged.add(new Merged(part));
      }
    }
    return Predictions.ofDetections(
        merged.stream()
            .map(each -> each.detection)
            .sorted(Comparator.comparing(Detection::confidence, Comparator.reverseOrder()))
            .toList());
  }

  /**
   * Adds a part to an object. A cut one may be what joins it to others that were found before it,
   * as the middle of an object does that several regions show in a row.
   */
  private static void add(List<Merged> merged, Merged same, Part part) {
    if (!same.isCut()) {
      return;
    }
    List<Merged> joined = new ArrayList<>();
    for (Merged other : merged.subList(merged.indexOf(same) + 1, merged.size())) {
      if (other.isCut() && other.takes(part) && !other.sharesRegion(same)) {
        joined.add(other);
        same.add(other);
      }
    }
    same.add(part);
    merged.removeAll(joined);
  }

  private static @Nullable Merged find(List<Merged> merged, Part part) {
    for (Merged each : merged) {
      if (each.takes(part)) {
        return each;
      }
    }
    return null;
  }

  private static Box union(Box box, Box other) {
    return new Box(
        Math.min(box.xMin(), other.xMin()),
        Math.min(box.yMin(), other.yMin()),
        Math.max(box.xMax(), other.xMax()),
        Math.max(box.yMax(), other.yMax()));
  }
}
