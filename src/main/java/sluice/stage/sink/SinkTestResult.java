package sluice.stage.sink;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the test of a sink saw.
 *
 * @param facts in the order in which they are shown
 * @param failure what failed and what to do, in one line without secrets; absent where all is well
 * @param took how long it took
 */
public record SinkTestResult(List<SinkFact> facts, Optional<String> failure, Duration took) {

  /** Keeps a copy of the list. */
  public SinkTestResult {
    facts = List.copyOf(facts);
  }

  /** Whether results would reach it. */
  public boolean isFine() {
    return failure.isEmpty();
  }
}
