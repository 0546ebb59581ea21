package sluice.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A gauge with a row for each set of tags. A row that stays keeps its meter and gets a new value:
 * one that was removed and registered again would be missing from a scrape at that moment, or be
 * there twice, which fails the whole scrape. Updated by one thread at a time; read by any.
 */
final class StatusGauge {
  private final MultiGauge gauge;
  private Map<Tags, AtomicLong> rows = new LinkedHashMap<>();

  /** A gauge without rows. */
  StatusGauge(MeterRegistry registry, String name, String help) {
    gauge = MultiGauge.builder(name).description(help).register(registry);
  }

  /** Takes over the values of all rows; rows that are not among them are removed. */
  void update(Map<Tags, Long> values) {
    Map<Tags, AtomicLong> kept = new LinkedHashMap<>();
    List<Row<?>> current = new ArrayList<>();
    values.forEach(
        (tags, value) -> {
          AtomicLong row = rows.getOrDefault(tags, new AtomicLong());
          row.set(value);
          kept.put(tags, row);
          current.add(Row.of(tags, row, AtomicLong::get));
        });
    rows = kept;
    gauge.register(current, false);
  }
}
