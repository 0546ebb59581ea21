package sluice.config.binding;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * State of one reading of a configuration: its context, the positions of its values, the facts that
 * validation needs, and the problems found so far. For one thread and one reading.
 */
public final class ConfigReading {
  private final ReadContext surroundings;
  private final SourcePositions places;
  private final List<Problem> problems = new ArrayList<>();
  private final Map<Fact<?>, Object> facts = new HashMap<>();
  private final Map<Fact<?>, List<Consumer<Object>>> waiting = new HashMap<>();

  public ConfigReading(ReadContext surroundings, SourcePositions places) {
    this.surroundings = surroundings;
    this.places = places;
  }

  public ReadContext surroundings() {
    return surroundings;
  }

  /**
   * What is known of this reading under a key; absent before {@link #set}.
   *
   * @param <T> the type of the fact
   */
  public <T> Optional<T> get(Fact<T> fact) {
    return Optional.ofNullable(facts.get(fact)).map(fact.type()::cast);
  }

  /** Makes something known, and runs the checks that wait for it. */
  public <T> void set(Fact<T> fact, T value) {
    facts.put(fact, value);
    List<Consumer<Object>> checks = waiting.remove(fact);
    if (checks != null) {
      checks.forEach(check -> check.accept(value));
    }
  }

  /** Runs a check as soon as a fact is known: now, or by {@link #set}. */
  public <T> void whenKnown(Fact<T> fact, Consumer<T> check) {
    Optional<T> known = get(fact);
    if (known.isPresent()) {
      check.accept(known.get());
    } else {
      waiting
          .computeIfAbsent(fact, key -> new ArrayList<>())
          .add(value -> check.accept(fact.type().cast(value)));
    }
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
  public <T> ConfigResult<T> finish(@Nullable T value) {
    if (problems.isEmpty() && value != null) {
      return new ConfigResult.Fine<>(value);
    }
    if (problems.isEmpty()) {
      throw new IllegalStateException("no value was read, and no problem was reported");
    }
    problems.sort(
        Comparator.comparing((Problem problem) -> problem.file().orElse(""))
            .thenComparingInt(problem -> problem.line().orElse(0)));
    return new ConfigResult.Refused<>(problems);
  }

  /** An object's keys, in the order in which they were written. */
  public List<String> keysOf(ConfigObject object, List<String> path) {
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
