package sluice.config;

import java.util.List;
import sluice.config.binding.Fact;
import sluice.config.binding.Facts;
import sluice.config.binding.UnionType.Variant;
import sluice.config.sink.SinkConfig;
import sluice.core.model.ModelFamily;

/**
 * Tables that the described settings follow from. They are passed to a reading as a fact, since the
 * binding of settings knows none of their types.
 *
 * @param families those that models may be of, in the order in which messages list them
 * @param sinks the types that sinks may be of, in the order in which messages list them
 */
public record SettingTables(List<ModelFamily> families, List<Variant<? extends SinkConfig>> sinks) {
  /** Empty tables: enough to write and to compare settings, which doesn't depend on the tables. */
  static final SettingTables NONE = new SettingTables(List.of(), List.of());

  private static final Fact<SettingTables> TABLES = new Fact<>(SettingTables.class);

  /** Keeps copies of its own. */
  public SettingTables {
    families = List.copyOf(families);
    sinks = List.copyOf(sinks);
  }

  /** Facts with these tables. */
  public Facts facts() {
    return Facts.NONE.with(TABLES, this);
  }

  /** The tables among facts; empty ones where none were passed. */
  static SettingTables of(Facts facts) {
    return facts.get(TABLES).orElse(NONE);
  }
}
