package sluice.testing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import sluice.core.Box;
import sluice.core.Detection;

/** Matching of detections to ground truth: true positives, and the people that were detected. */
public final class DetectionMatches {
  private final double overlap;
  private final List<Guess> all = new ArrayList<>();

  /** A detection's confidence, and whether there is somebody. */
  record Guess(double confidence, boolean right) {}

  /**
   * No detection yet.
   *
   * @param overlap least overlap with a person, intersection over union
   */
  public DetectionMatches(double overlap) {
    this.overlap = overlap;
  }

  /**
   * Judges the detections of a frame: each, the most confident first, takes the person whom it
   * overlaps most and whom no other has taken.
   *
   * @return who was found, by place in the list of the expected ones
   */
  public Set<Integer> judge(List<Box> expected, List<Detection> found) {
    Set<Integer> taken = new HashSet<>();
    found.stream()
        .sorted(Comparator.comparingDouble(Detection::confidence).reversed())
        .forEach(
            detection -> {
              Optional<Integer> person = nearest(expected, taken, detection.box());
              person.ifPresent(taken::add);
              all.add(new Guess(detection.confidence(), person.isPresent()));
            });
    return taken;
  }

  private Optional<Integer> nearest(List<Box> expected, Set<Integer> taken, Box box) {
    ToDoubleFunction<Integer> overlapWith =
        person -> GoldenComparison.overlap(expected.get(person), box);
    return IntStream.range(0, expected.size())
        .boxed()
        .filter(person -> !taken.contains(person))
        .filter(person -> overlapWith.applyAsDouble(person) >= overlap)
        .max(Comparator.comparingDouble(overlapWith));
  }

  /** Share of the detections with enough confidence that are right. */
  public double precision(double threshold) {
    return precision(all.stream().filter(guess -> guess.confidence() >= threshold).toList());
  }

  private static double precision(List<Guess> guesses) {
    return guesses.stream().mapToInt(guess -> guess.right() ? 1 : 0).average().orElse(0);
  }

  /**
   * The area under the curve of precision over recall, where precision is the best at that recall
   * or a greater one.
   *
   * @param people how many were to be found in all frames
   */
  public double averagePrecision(int people) {
    List<Guess> sorted =
        all.stream().sorted(Comparator.comparingDouble(Guess::confidence).reversed()).toList();
    double area = 0;
    double best = 0;
    for (int count = sorted.size(); count > 0; count--) {
      best = Math.max(best, precision(sorted.subList(0, count)));
      area += sorted.get(count - 1).right() ? best : 0;
    }
    return area / people;
  }
}
