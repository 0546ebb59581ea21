package sluice.config.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Settings of the store of recordings. Sizes and age hold together: what any of them asks for is
 * deleted, the oldest first.
 *
 * @param path folder of the files; absent: one in the data directory
 * @param maxBytes that all recordings may take, above 0
 * @param minFreeBytes that stay free on the disk, 0 or more
 * @param maxAge after which a file is deleted, above 0
 */
public record RecordingConfig(
    Optional<Path> path, long maxBytes, long minFreeBytes, Duration maxAge) {

  /**
   * The folder of the files, absolute; need not exist.
   *
   * @param dataDir of the service: {@link ServiceConfig#dataDir}
   */
  public Path folder(Path dataDir) {
    return path.orElseGet(() -> dataDir.resolve("recordings")).toAbsolutePath().normalize();
  }
}
