package sluice.telemetry;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A counter with a row for each set of tags, from counts that a status tells and that may begin
 * anew. A row that is no longer told is removed. Updated by one thread at a time; read by any.
 */
final class StatusCounter {
  private final MeterRegistry registry;
  private final long unit;
  private final String name;
  private final String help;
  private final Map<Tags, Row> rows = new LinkedHashMap<>();

  /** The registry holds the shown count weakly, so it is held here. */
  private static final class Row {
    private final AtomicLong shown;
    private final FunctionCounter meter;
    private long told;

    Row(AtomicLong shown, FunctionCounter meter) {
      this.shown = shown;
      this.meter = meter;
    }
  }

  /** A counter without rows. */
  StatusCounter(MeterRegistry registry, String name, String help) {
    this(registry, name, help, 1);
  }

  /**
   * A counter without rows.
   *
   * @param unit so much of what is told makes 1 of what is shown
   */
  StatusCounter(MeterRegistry registry, String name, String help, long unit) {
    this.registry = registry;
    this.unit = unit;
    this.name = name;
    this.help = help;
  }

  /** Takes over the counts of all rows; rows that are not among them are removed. */
  void update(Map<Tags, Long> counts) {
    rows.entrySet().removeIf(row -> !counts.containsKey(row.getKey()) && removed(row.getValue()));
    counts.forEach(
        (tags, count) -> {
          Row row = rows.computeIfAbsent(tags, this::row);
          row.shown.addAndGet(count < row.told ? count : count - row.told);
          row.told = count;
        });
  }

  private Row row(Tags tags) {
    AtomicLong shown = new AtomicLong();
    return new Row(
        shown,
        FunctionCounter.builder(name, shown, count -> (double) count.get() / unit)
            .description(help)
            .tags(tags)
            .register(registry));
  }

  private boolean removed(Row row) {
    registry.remove(row.meter);
    return true;
  }
}
