package sluice.app.library;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import sluice.catalog.fetch.FetchSettings;

/**
 * Request to download a model.
 *
 * @param names models of the catalogue
 * @param precisions which of theirs; FP16 where empty
 * @param mirror where from instead of the makers' addresses; see {@code src/docs/models.md}
 * @param folder where to instead of the cache
 * @param attempts how often a file is tried, at least 1
 */
public record FetchRequest(
    List<String> names,
    List<String> precisions,
    Optional<String> mirror,
    Optional<Path> folder,
    int attempts) {
  /** How often a file is tried unless something else is asked for. */
  public static final int DEFAULT_ATTEMPTS = FetchSettings.DEFAULT_ATTEMPTS;
}
