package sluice.bench;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * All that a benchmark saw, enough to repeat it.
 *
 * @param at when it began
 * @param command the command line that repeats it
 * @param environment versions, processor, threads, device and the like: names and values as people
 *     read them, in the order in which they are shown
 * @param modes in the order that was asked for
 * @param limit frames a second that decoding and preparing leave of infer-only on the same
 *     processors, as {@code C / (C + d + p)} has it; absent where it was not measured
 */
public record BenchResult(
    Instant at,
    List<String> command,
    Map<String, String> environment,
    List<ModeSummary> modes,
    OptionalDouble limit) {

  /** Keeps its own copies. */
  public BenchResult {
    command = List.copyOf(command);
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    modes = List.copyOf(modes);
  }
}
