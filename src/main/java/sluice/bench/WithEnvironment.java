package sluice.bench;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sluice.json.JsonField;

/**
 * A result with the environment that is needed to repeat it.
 *
 * @param at when it began
 * @param command the command line that repeats it
 * @param environment versions, processor and the like, as {@link BenchResult#environment}
 * @param result what was seen
 * @param <T> its kind
 */
public record WithEnvironment<T>(
    Instant at,
    List<String> command,
    Map<String, String> environment,
    @JsonField(unwrapped = true) T result) {

  /** Keeps its own copies. */
  public WithEnvironment {
    command = List.copyOf(command);
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
  }

  /** The same environment with another result. */
  public <R> WithEnvironment<R> with(R other) {
    return new WithEnvironment<>(at, command, environment, other);
  }
}
