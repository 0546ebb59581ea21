package sluice.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import sluice.core.Box;
import sluice.core.Detection;
import sluice.core.Predictions;

/**
 * Detections in the first frames of an input.
 *
 * @param frames the objects of each frame, from the first one on
 */
public record FirstDetections(List<List<Detection>> frames) {
  /** Farther off than rounding brings an edge, in fractions of the picture. */
  private static final float SAME_EDGE = 0.01f;

  private static final float SAME_CONFIDENCE = 0.02f;
  private static final Box WHOLE = new Box(0, 0, 1, 1);

  /** Of no frames. */
  public static final FirstDetections NONE = new FirstDetections(List.of());

  /** Keeps its own copies. */
  public FirstDetections {
    frames = frames.stream().map(List::copyOf).toList();
  }

  /**
   * What was found in a frame; a class or an attribute of the whole picture counts as an object
   * that fills it.
   */
  static List<Detection> objects(Predictions predictions) {
    Stream<Detection> classes =
        predictions.classes().stream()
            .map(found -> new Detection(found.labelId(), found.label(), found.confidence(), WHOLE));
    Stream<Detection> attributes =
        predictions.attributes().stream()
            .map(
                found ->
                    new Detection(
                        found.labelId(),
                        found.name() + " " + found.label(),
                        found.confidence(),
                        WHOLE));
    return Stream.of(predictions.detections().stream(), classes, attributes)
        .flatMap(each -> each)
        .toList();
  }

  /** Objects in all frames. */
  public long objects() {
    return frames.stream().mapToLong(List::size).sum();
  }

  /**
   * In what this differs from what should have been found, in words; absent where it is the same.
   * Objects are the same where label, edges (to a hundredth of the picture) and confidence (to
   * 0.02) are.
   */
  public Optional<String> differenceTo(FirstDetections right) {
    if (frames.size() != right.frames.size()) {
      return Optional.of("saw %d of %d frames".formatted(frames.size(), right.frames.size()));
    }
    List<Integer> wrong = new ArrayList<>();
    for (int i = 0; i < frames.size(); i++) {
      if (!same(frames.get(i), right.frames.get(i))) {
        wrong.add(i);
      }
    }
    return wrong.isEmpty() ? Optional.empty() : Optional.of(describe(right, wrong));
  }

  private String describe(FirstDetections right, List<Integer> wrong) {
    String what =
        objects() == right.objects()
            ? "finds other objects"
            : "finds %d objects, not %d,".formatted(objects(), right.objects());
    return "%s in the first %d frames: %d of them differ, frame %d first"
        .formatted(what, frames.size(), wrong.size(), wrong.getFirst());
  }

  private static boolean same(List<Detection> found, List<Detection> right) {
    List<Detection> left = new ArrayList<>(right);
    for (Detection detection : found) {
      Optional<Detection> match = left.stream().filter(other -> same(detection, other)).findFirst();
      if (match.isEmpty()) {
        return false;
      }
      left.remove(match.get());
    }
    return left.isEmpty();
  }

  private static boolean same(Detection a, Detection b) {
    return a.labelId() == b.labelId()
        && Math.abs(a.confidence() - b.confidence()) <= SAME_CONFIDENCE
        && same(a.box(), b.box());
  }

  private static boolean same(Box a, Box b) {
    return Math.abs(a.xMin() - b.xMin()) <= SAME_EDGE
        && Math.abs(a.yMin() - b.yMin()) <= SAME_EDGE
        && Math.abs(a.xMax() - b.xMax()) <= SAME_EDGE
        && Math.abs(a.yMax() - b.yMax()) <= SAME_EDGE;
  }
}
