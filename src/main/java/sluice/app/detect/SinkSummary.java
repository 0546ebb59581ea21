package sluice.app.detect;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.util.Plural;
import sluice.stage.sink.LossCause;

/**
 * What became of a job's messages for a sink of the configuration, all inputs together.
 *
 * @param name the sink's name
 * @param delivered messages that its far side acknowledged, or results that it wrote
 * @param refusals what its far side will never take
 * @param undelivered messages that still waited when the job gave up, and are lost
 * @param losses what else was lost, by cause; only causes that occurred
 * @param lastError why its last try failed; absent where it didn't
 */
public record SinkSummary(
    String name,
    long delivered,
    Optional<Refusals> refusals,
    long undelivered,
    Map<String, Long> losses,
    Optional<String> lastError) {

  /**
   * What the far side of a sink will never take.
   *
   * @param messages how many
   * @param lastReason why the last one was refused
   * @param file where they are kept
   * @param lost how many could not be kept
   */
  public record Refusals(long messages, String lastReason, Path file, long lost) {}

  /** Keeps its own copy of the map, in its order. */
  public SinkSummary {
    losses = Collections.unmodifiableMap(new LinkedHashMap<>(losses));
  }

  /** Why the sink doesn't have all; absent where it does. */
  public Optional<SluiceException> failure() {
    long lost = undelivered + lost();
    if (lost > 0) {
      return failure(
          "%s lost%s; try 'sluice sinks test %s', then run the job again"
              .formatted(
                  Plural.of(lost, "message"),
                  lastError.map(error -> ": " + error).orElse(""),
                  name));
    }
    return refusals.flatMap(
        refused ->
            failure(
                "%s refused, the last one for %s; what its receiver takes has to be changed, or the sink's filters"
                    .formatted(Plural.of(refused.messages(), "message"), refused.lastReason())));
  }

  /** A message without its picture is there. */
  private long lost() {
    return losses.entrySet().stream()
        .filter(each -> !each.getKey().equals(LossCause.PICTURE.wireName()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private Optional<SluiceException> failure(String what) {
    return Optional.of(new SluiceException(ErrorCode.OUTPUT, "sink " + name + ": " + what));
  }
}
