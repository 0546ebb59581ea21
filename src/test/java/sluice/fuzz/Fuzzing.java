package sluice.fuzz;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/** Fuzzing loop: runs cases one after the other. A case follows from seed and number alone. */
final class Fuzzing {
  private static final int MOST_FINDINGS = 20;
  private static final int NOTES = 5;

  private Fuzzing() {}

  /**
   * Runs the cases {@code from} to {@code from + cases - 1}; gives up after 20 findings.
   *
   * @param progress hears how many are done, after each case
   */
  static FuzzReport run(
      String kind, FuzzTarget target, long from, long cases, long seed, LongConsumer progress)
      throws Exception {
    Map<String, Long> outcomes = new TreeMap<>();
    List<String> findings = new ArrayList<>();
    List<String> foreign = new ArrayList<>();
    long began = System.nanoTime();
    long done = 0;
    while (done < cases && findings.size() < MOST_FINDINGS) {
      long number = from + done;
      try {
        outcomes.merge(target.run(number, random(seed, number)), 1L, Long::sum);
      } catch (Finding finding) {
        String line = "seed %d, case %d: %s".formatted(seed, number, finding.what());
        (finding.isForeign() ? foreign : findings).add(line);
      }
      progress.accept(++done);
      if (done % Math.max(1, cases / NOTES) == 0) {
        target.note(done);
      }
    }
    return new FuzzReport(
        kind,
        seed,
        done,
        Duration.ofNanos(System.nanoTime() - began),
        outcomes,
        findings,
        foreign,
        target.facts());
  }

  /** What is random about a case. Seeds that are neighbours share nothing. */
  static Random random(long seed, long number) {
    return new Random(new Random(seed).nextLong() ^ new Random(~number).nextLong());
  }
}
