package sluice.stage.track;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sluice.testing.MotScene;
import sluice.testing.MotScene.MotBox;

/**
 * How well identities are kept: IDF1 of Ristani and others, "Performance Measures and a Data Set
 * for Multi-Target, Multi-Camera Tracking", ECCV 2016 workshops: twice the boxes that belong
 * together under the best assignment of found ids to true ones, by all boxes, with an overlap of
 * 0.5.
 *
 * @param f1 0 to 1
 * @param ids how many ids were given
 */
record IdentityScore(double f1, int ids) {
  private static final double OVERLAP = 0.5;

  /** Scores results by frame against the truth of the scene's frames. */
  static IdentityScore of(MotScene scene, Map<Integer, List<MotBox>> results) {
    Map<Long, Integer> trueIds = new HashMap<>();
    Map<Long, Integer> foundIds = new HashMap<>();
    Map<Integer, Map<Integer, Integer>> together = new HashMap<>();
    int boxes = 0;
    Set<Integer> numbers = new HashSet<>();
    scene.frames().forEach(frame -> numbers.add(frame.number()));
    for (int number : numbers) {
      List<MotBox> truth = scene.truth().getOrDefault(number, List.of());
      List<MotBox> found = results.getOrDefault(number, List.of());
      boxes += truth.size() + found.size();
      for (MotBox box : found) {
        foundIds.putIfAbsent(box.id(), foundIds.size());
      }
      for (MotBox one : truth) {
        int row = trueIds.computeIfAbsent(one.id(), _ -> trueIds.size());
        for (MotBox other : found) {
          if (one.overlap(other) >= OVERLAP) {
            together
                .computeIfAbsent(row, _ -> new HashMap<>())
                .merge(foundIds.get(other.id()), 1, Integer::sum);
          }
        }
      }
    }
    return new IdentityScore(
        2.0 * most(together, trueIds.size(), foundIds.size()) / boxes, foundIds.size());
  }

  private static int most(Map<Integer, Map<Integer, Integer>> together, int rows, int columns) {
    Assignment assignment = new Assignment();
    assignment.begin(rows, columns);
    together.forEach(
        (row, counts) -> counts.forEach((column, count) -> assignment.allow(row, column, count)));
    assignment.solve();
    int sum = 0;
    for (int row = 0; row < rows; row++) {
      int column = assignment.column(row);
      sum += column < 0 ? 0 : together.get(row).get(column);
    }
    return sum;
  }
}
