package sluice.config.binding;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Immutable map of facts that are known before a reading begins, each under its typed key. */
public final class Facts {
  /** No facts. */
  public static final Facts NONE = new Facts(Map.of());

  private final Map<Fact<?>, Object> values;

  private Facts(Map<Fact<?>, Object> values) {
    this.values = Map.copyOf(values);
  }

  /**
   * These facts and one more, which replaces what was known under its key.
   *
   * @param <T> the type of the fact
   */
  public <T> Facts with(Fact<T> fact, T value) {
    Map<Fact<?>, Object> more = new HashMap<>(values);
    more.put(fact, value);
    return new Facts(more);
  }

  /**
   * What is known under a key, if anything is.
   *
   * @param <T> the type of the fact
   */
  public <T> Optional<T> get(Fact<T> fact) {
    return Optional.ofNullable(values.get(fact)).map(fact.type()::cast);
  }
}
