package sluice.config.binding;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Context of a reading: what validation needs besides the configuration itself.
 *
 * @param environment variables for substitution
 * @param files whether a path leads to a file that can be read
 * @param sources says what is wrong with a source's address, without credentials, as in {@code
 *     people: x (expected: a whole number)}; empty when its form is that of an address that can be
 *     opened
 * @param facts what is known before the reading begins, such as tables that settings follow from
 */
public record ReadContext(
    Map<String, String> environment,
    Predicate<Path> files,
    Function<String, Optional<String>> sources,
    Facts facts) {

  /** Keeps its own copy of the environment. */
  public ReadContext {
    environment = Map.copyOf(environment);
  }

  /** Those of this process. */
  public static ReadContext ofProcess(Function<String, Optional<String>> sources, Facts facts) {
    return new ReadContext(
        System.getenv(),
        path -> Files.isRegularFile(path) && Files.isReadable(path),
        sources,
        facts);
  }
}
