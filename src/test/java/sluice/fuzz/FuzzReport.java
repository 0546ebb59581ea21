package sluice.fuzz;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Report of a fuzzing run.
 *
 * @param outcomes how often each came
 * @param findings what must not be, a line each with its seed and case
 * @param foreign crashes inside libraries, the same way
 * @param facts of the target, at the end
 */
record FuzzReport(
    String kind,
    long seed,
    long cases,
    Duration took,
    Map<String, Long> outcomes,
    List<String> findings,
    List<String> foreign,
    List<String> facts) {

  /** Ten lines or so for people. */
  String text() {
    StringBuilder text = new StringBuilder();
    text.append("%s: %d cases of seed %d in %d s%n".formatted(kind, cases, seed, took.toSeconds()));
    outcomes.forEach((what, count) -> text.append("  %8d  %s%n".formatted(count, what)));
    facts.forEach(fact -> text.append("  ").append(fact).append('\n'));
    text.append("  %8d  crashes inside libraries%n".formatted(foreign.size()));
    foreign.forEach(line -> text.append("            ").append(line).append('\n'));
    text.append("  %8d  findings%n".formatted(findings.size()));
    findings.forEach(line -> text.append("            ").append(line).append('\n'));
    return text.toString();
  }
}
