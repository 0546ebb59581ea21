package sluice.config;

import java.util.List;
import sluice.config.binding.Fact;
import sluice.config.binding.Facts;
import sluice.core.model.ModelFamily;

/**
 * Tables that the described settings follow from. They are handed in as facts, since the binding of
 * settings knows none of their types.
 */
public final class SettingTables {
  private static final Fact<Families> FAMILIES = new Fact<>(Families.class);

  private SettingTables() {}

  /**
   * Facts with these tables.
   *
   * @param families those that models may be of, in the order in which messages list them
   */
  public static Facts of(List<ModelFamily> families) {
    return Facts.NONE.with(FAMILIES, new Families(families));
  }

  /** The families that models may be of; none where no table was handed in. */
  static List<ModelFamily> families(Facts facts) {
    return facts.get(FAMILIES).map(Families::values).orElse(List.of());
  }

  private record Families(List<ModelFamily> values) {
    Families {
      values = List.copyOf(values);
    }
  }
}
