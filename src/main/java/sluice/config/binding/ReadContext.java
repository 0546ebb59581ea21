package sluice.config.binding;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import sluice.core.model.ModelFamily;

/**
 * Context of a reading: what validation needs besides the configuration itself.
 *
 * @param environment variables for substitution
 * @param files whether a path leads to a file that can be read
 * @param sources says what is wrong with a source's address, without credentials, as in {@code
 *     people: x (expected: a whole number)}; empty when it can be opened as far as its wording
 *     tells
 * @param families those that models may be of
 */
public record ReadContext(
    Map<String, String> environment,
    Predicate<Path> files,
    Function<String, Optional<String>> sources,
    List<ModelFamily> families) {

  /** Keeps its own copies of environment and families. */
  public ReadContext {
    environment = Map.copyOf(environment);
    families = List.copyOf(families);
  }

  /** Those of this process. */
  public static ReadContext ofProcess(
      Function<String, Optional<String>> sources, List<ModelFamily> families) {
    return new ReadContext(
        System.getenv(),
        path -> Files.isRegularFile(path) && Files.isReadable(path),
        sources,
        families);
  }
}
