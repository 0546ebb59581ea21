package sluice.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is being read: its values, where they stand, and what was found wrong so far. For one thread
 * and one reading.
 */
final class ConfigReading {
  private final ReadContext surroundings;
  private final SourcePositions places;
  private final List<Problem> problems = new ArrayList<>();
  private final List<Consumer<SecurityConfig>> waiting = new ArrayList<>();
  private Set<String> models = Set.of();
  private Set<String> sinks = Set.of();
  private @Nullable SettingValues defaults;
  private @Nullable SecurityConfig security;

  ConfigReading(ReadContext surroundings, SourcePositions places) {
    this.surroundings = surroundings;
    this.places = places;
  }

  ReadContext surroundings() {
    return surroundings;
  }

  /** Names that streams may refer to. */
  void setNames(Collection<String> modelNames, Collection<String> sinkNames) {
    models = new LinkedHashSet<>(modelNames);
    sinks = new LinkedHashSet<>(sinkNames);
  }

  Set<String> models() {
    return models;
  }

  Set<String> sinks() {
    return sinks;
  }

  /** What streams take where they say nothing themselves. */
  @Nullable SettingValues defaults() {
    return defaults;
  }

  void setDefaults(SettingValues values) {
    defaults = values;
  }

  /** Has something checked as soon as it is known what sources may be. */
  void whenSecurityIsKnown(Consumer<SecurityConfig> check) {
    if (security == null) {
      waiting.add(check);
    } else {
      check.accept(security);
    }
  }

  void setSecurity(SecurityConfig known) {
    security = known;
    waiting.forEach(check -> check.accept(known));
    waiting.clear();
  }

  void add(
      List<String> keys,
      @Nullable ConfigOrigin origin,
      String path,
      String found,
      String expected,
      Optional<String> nearest) {
    SourcePositions.Place place = places.of(keys, origin);
    problems.add(new Problem(place.file(), place.line(), path, found, expected, nearest));
  }

  int problemCount() {
    return problems.size();
  }

  /** The value, unless something was found wrong. */
  <T> ConfigResult<T> finish(@Nullable T value) {
    if (problems.isEmpty() && value != null) {
      return new ConfigResult.Fine<>(value);
    }
    if (problems.isEmpty()) {
      throw new IllegalStateException("nothing was read, and nobody said why");
    }
    problems.sort(
        Comparator.comparing((Problem problem) -> problem.file().orElse(""))
            .thenComparingInt(problem -> problem.line().orElse(0)));
    return new ConfigResult.Refused<>(problems);
  }

  /** An object's keys, in the order in which they were written. */
  List<String> keysOf(ConfigObject object, List<String> path) {
    List<String> keys = new ArrayList<>(object.keySet());
    keys.sort(
        Comparator.comparingInt((String key) -> places.of(append(path, key), null).line().orElse(0))
            .thenComparing(Comparator.naturalOrder()));
    return keys;
  }

  static List<String> append(List<String> path, String key) {
    List<String> result = new ArrayList<>(path);
    result.add(key);
    return result;
  }
}
