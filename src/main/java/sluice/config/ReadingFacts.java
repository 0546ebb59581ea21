package sluice.config;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import sluice.config.binding.ConfigReading;
import sluice.config.binding.Fact;
import sluice.config.binding.SettingValues;
import sluice.config.settings.SecurityConfig;

/** Facts of a reading that the settings of streams are validated against. */
final class ReadingFacts {
  /** Names of the models that streams may refer to. */
  static final Fact<Names> MODELS = new Fact<>(Names.class);

  /** Names of the sinks that streams may refer to. */
  static final Fact<Names> SINKS = new Fact<>(Names.class);

  /** What streams take where they say nothing themselves. */
  static final Fact<SettingValues> DEFAULTS = new Fact<>(SettingValues.class);

  /** What sources may be. */
  static final Fact<SecurityConfig> SECURITY = new Fact<>(SecurityConfig.class);

  private ReadingFacts() {}

  /** Makes the names known that streams may refer to. */
  static void setNames(
      ConfigReading reading, Collection<String> modelNames, Collection<String> sinkNames) {
    reading.set(MODELS, new Names(new LinkedHashSet<>(modelNames)));
    reading.set(SINKS, new Names(new LinkedHashSet<>(sinkNames)));
  }

  /** The names known under a key; none before they are set. */
  static Set<String> names(ConfigReading reading, Fact<Names> fact) {
    return reading.get(fact).map(Names::values).orElse(Set.of());
  }

  /** Names that may be referred to, in their order. */
  record Names(Set<String> values) {}
}
