package sluice.config.binding;

import java.util.List;

/**
 * Result of reading a configuration: its value, or all problems at once.
 *
 * @param <T> what they are when they can be used
 */
public sealed interface ConfigResult<T> {

  /**
   * All is well.
   *
   * @param value what was read
   */
  record Fine<T>(T value) implements ConfigResult<T> {}

  /**
   * Nothing is used.
   *
   * @param problems all that was found, at least one, in the order of file and line
   */
  record Refused<T>(List<Problem> problems) implements ConfigResult<T> {
    /** Keeps its own copy of the list. */
    public Refused {
      problems = List.copyOf(problems);
    }
  }
}
