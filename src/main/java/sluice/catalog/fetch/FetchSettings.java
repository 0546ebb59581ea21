package sluice.catalog.fetch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Settings of downloads.
 *
 * @param root the folder for models; files go to {@code ROOT/NAME/PRECISION/FILE}
 * @param mirror where from instead of the makers' addresses
 * @param attempts how often a file is tried, at least 1
 * @param connectTimeout how long a server may take to answer a connection
 * @param stallTimeout how long it may send nothing
 * @param firstPause the pause after the first failure; each further one is twice as long
 */
public record FetchSettings(
    Path root,
    Optional<Mirror> mirror,
    int attempts,
    Duration connectTimeout,
    Duration stallTimeout,
    Duration firstPause) {
  /** How often a file is tried unless something else is asked for. */
  public static final int DEFAULT_ATTEMPTS = 5;

  /** The default timeouts and retries. */
  public static FetchSettings of(Path root, Optional<Mirror> mirror, int attempts) {
    return new FetchSettings(
        root,
        mirror,
        attempts,
        Duration.ofSeconds(15),
        Duration.ofSeconds(30),
        Duration.ofSeconds(1));
  }
}
