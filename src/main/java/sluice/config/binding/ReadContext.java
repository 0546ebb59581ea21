package sluice.config.binding;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What reading settings needs of the world around.
 *
 * @param environment variables for substitution
 * @param files whether a path leads to a file that can be read
 * @param sources says what is wrong with a source's address, without credentials, as in {@code
 *     people: x (expected: a whole number)}; empty when it can be opened as far as its wording
 *     tells
 */
public record ReadContext(
    Map<String, String> environment,
    Predicate<Path> files,
    Function<String, Optional<String>> sources) {

  /** Keeps its own copy of the environment. */
  public ReadContext {
    environment = Map.copyOf(environment);
  }

  /** Those of this process. */
  public static ReadContext ofProcess(Function<String, Optional<String>> sources) {
    return new ReadContext(
        System.getenv(), path -> Files.isRegularFile(path) && Files.isReadable(path), sources);
  }
}
