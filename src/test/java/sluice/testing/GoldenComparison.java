package sluice.testing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.DoubleStream;
import sluice.core.Box;
import sluice.core.Detection;

/**
 * Comparison of detections with expected ones: greedy matching on the overlap of boxes of one
 * label, frame by frame, with the tolerances that correct implementations were measured to keep and
 * wrong ones to miss.
 *
 * @param recall share of expected objects (>= 0.6) that were found (>= 0.4, overlap >= 0.8)
 * @param precision share of found objects (>= 0.6) that were expected (>= 0.4, overlap >= 0.8)
 * @param meanOverlap mean intersection over union of matched objects (>= 0.5)
 * @param confidenceGap greatest difference of confidence of matched objects (>= 0.5)
 * @param sameCount share of frames with the same number of objects (>= 0.5)
 * @param missingFrames expected frames without a result
 */
public record GoldenComparison(
    double recall,
    double precision,
    double meanOverlap,
    double confidenceGap,
    double sameCount,
    long missingFrames) {

  private record Match(double overlap, Detection first, Detection second) {}

  public static GoldenComparison of(GoldenDetections expected, GoldenDetections ours) {
    List<Match> matches = matches(expected, ours, 0.5);
    return new GoldenComparison(
        foundShare(expected, ours, expected),
        foundShare(ours, expected, expected),
        matches.stream().mapToDouble(Match::overlap).average().orElse(1),
        matches.stream()
            .mapToDouble(m -> Math.abs(m.first().confidence() - m.second().confidence()))
            .max()
            .orElse(0),
        share(
            expected,
            (frame, _) -> expected.at(frame, 0.5).size() == ours.at(frame, 0.5).size() ? 1 : 0),
        expected.byFrame().keySet().stream().filter(f -> !ours.byFrame().containsKey(f)).count());
  }

  /**
   * What falls short of the tolerances for a video that was used to find them; empty where all is
   * well.
   */
  public List<String> shortcomings() {
    List<String> short_ = new ArrayList<>(looseShortcomings());
    need(recall >= 0.99, "recall", short_);
    need(precision >= 0.99, "precision", short_);
    need(meanOverlap >= 0.98, "mean overlap", short_);
    need(confidenceGap <= 0.14, "confidence", short_);
    need(sameCount >= 0.98, "count", short_);
    return short_.stream().distinct().toList();
  }

  /** The same for other videos, with few, many or tiny objects. */
  public List<String> looseShortcomings() {
    List<String> short_ = new ArrayList<>();
    need(missingFrames == 0, "frames", short_);
    need(recall >= 0.98, "recall", short_);
    need(precision >= 0.98, "precision", short_);
    need(meanOverlap >= 0.95, "mean overlap", short_);
    need(confidenceGap <= 0.3, "confidence", short_);
    return short_;
  }

  /**
   * Mean overlap of the most confident expected box with what was found there, over frames in which
   * it moves fast.
   */
  public static double overlapInMotion(
      GoldenDetections expected, GoldenDetections ours, List<Long> frames) {
    return frames.stream()
        .mapToDouble(
            frame -> {
              Box box = expected.at(frame, 0.5).getFirst().box();
              return ours.at(frame, 0.4).stream()
                  .mapToDouble(d -> overlap(box, d.box()))
                  .max()
                  .orElse(0);
            })
        .average()
        .orElse(0);
  }

  /** Mean overlap of matched objects; tells which of two expectations a result is closer to. */
  public static double meanOverlap(GoldenDetections expected, GoldenDetections ours) {
    return matches(expected, ours, 0.5).stream().mapToDouble(Match::overlap).average().orElse(0);
  }

  private static void need(boolean holds, String what, List<String> short_) {
    if (!holds) {
      short_.add(what);
    }
  }

  private static double share(
      GoldenDetections frames, ToDoubleBiFunction<Long, List<Detection>> test) {
    return frames.byFrame().entrySet().stream()
        .mapToDouble(e -> test.applyAsDouble(e.getKey(), e.getValue()))
        .average()
        .orElse(1);
  }

  private static double foundShare(
      GoldenDetections sought, GoldenDetections among, GoldenDetections frames) {
    long strong = 0;
    long hits = 0;
    for (long frame : frames.byFrame().keySet()) {
      strong += sought.at(frame, 0.6).size();
      hits +=
          match(sought.at(frame, 0.4), among.at(frame, 0.4)).stream()
              .filter(m -> m.first().confidence() >= 0.6 && m.overlap() >= 0.8)
              .count();
    }
    return strong == 0 ? 1 : (double) hits / strong;
  }

  private static List<Match> matches(
      GoldenDetections expected, GoldenDetections ours, double confidence) {
    return expected.byFrame().keySet().stream()
        .flatMap(
            frame -> match(expected.at(frame, confidence), ours.at(frame, confidence)).stream())
        .toList();
  }

  private static List<Match> match(List<Detection> first, List<Detection> second) {
    List<Match> pairs = new ArrayList<>();
    for (Detection a : first) {
      for (Detection b : second) {
        double overlap = a.labelId() == b.labelId() ? overlap(a.box(), b.box()) : 0;
        if (overlap >= 0.3) {
          pairs.add(new Match(overlap, a, b));
        }
      }
    }
    pairs.sort(Comparator.comparingDouble(Match::overlap).reversed());
    Set<Detection> used = new HashSet<>();
    return pairs.stream()
        .filter(pair -> !used.contains(pair.first()) && !used.contains(pair.second()))
        .filter(pair -> used.add(pair.first()) && used.add(pair.second()))
        .toList();
  }

  static double overlap(Box a, Box b) {
    double width = Math.min(a.xMax(), b.xMax()) - Math.max(a.xMin(), b.xMin());
    double height = Math.min(a.yMax(), b.yMax()) - Math.max(a.yMin(), b.yMin());
    if (width <= 0 || height <= 0) {
      return 0;
    }
    double common = width * height;
    double all =
        DoubleStream.of((double) a.width() * a.height(), (double) b.width() * b.height()).sum();
    return common / (all - common);
  }
}
