package sluice.stage.sink.files;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A rotation and retention policy: when the file that is being written is closed, and how long the
 * closed ones beside it are kept.
 *
 * @param file the one that is being written
 * @param maxSize bytes at which it is closed and the next one begun, above 0
 * @param daily whether it is also closed at the end of the day, by the clock's time zone
 * @param keepFiles closed files that are kept, at least 1; absent: any number
 * @param keepAge age at which a closed file is deleted, above 0; absent: never
 * @param compress whether closed files are compressed with gzip
 */
public record RotationPolicy(
    Path file,
    long maxSize,
    boolean daily,
    OptionalInt keepFiles,
    Optional<Duration> keepAge,
    boolean compress) {}
