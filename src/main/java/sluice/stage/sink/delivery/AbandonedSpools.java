package sluice.stage.sink.delivery;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.core.util.FileFailure;

/**
 * The folders of sinks that are gone from the configuration. Each gets a file {@value #MARK} with
 * the time until which it is kept: a sink that has come back under its name by then goes on with
 * it, later it is deleted. Thread-safe; for the thread of the housekeeping, as it waits for the
 * disk.
 */
public final class AbandonedSpools {
  private static final Logger LOG = LoggerFactory.getLogger(AbandonedSpools.class);

  /** Its name is none that a stream's spool could have. */
  static final String MARK = "kept-until.txt";

  private static final int LONGEST_MARK = 100;

  private final Path folder;
  private final InstantSource clock;
  private final Duration standard;
  private final Map<String, Duration> ages = new ConcurrentHashMap<>();
  private volatile @Nullable Set<String> configured;

  /**
   * Nothing is known of the sinks yet.
   *
   * @param folder in which each sink has a folder
   * @param clock by which files may be deleted
   * @param standard how long the folder of a sink is kept that was gone when the process started
   */
  public AbandonedSpools(Path folder, InstantSource clock, Duration standard) {
    this.folder = folder;
    this.clock = clock;
    this.standard = standard;
  }

  /**
   * The sinks that there are from here on; to be said before they use their folders. Doesn't wait
   * for the disk.
   *
   * @param current how long messages of each wait at the most, by its name
   */
  public void configure(Map<String, Duration> current) {
    ages.putAll(current);
    configured = Set.copyOf(current.keySet());
  }

  /** Whether there is, or may come, anything to look at. */
  public boolean isNeeded() {
    return !ages.isEmpty() || Files.isDirectory(folder);
  }

  private boolean isThere(Path sink) {
    Set<String> names = configured;
    return names == null || names.contains(String.valueOf(name(sink)));
  }

  /** Marks the folders of sinks that are gone, and deletes those that were kept long enough. */
  public synchronized void clean() {
    if (configured == null || !Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> found = Files.list(folder)) {
      for (Path each : found.filter(Files::isDirectory).toList()) {
        clean(each);
      }
    } catch (IOException e) {
      LOG.warn("can't look for messages of sinks that are gone: {}", reason(folder, e));
    }
  }

  private void clean(Path sink) {
    Path mark = sink.resolve(MARK);
    try {
      if (isThere(sink)) {
        Files.deleteIfExists(mark);
        return;
      }
      Optional<Instant> until = read(mark);
      if (until.isEmpty()) {
        keep(sink, mark);
      } else if (clock.instant().isAfter(until.get())) {
        delete(sink);
        ages.remove(String.valueOf(sink.getFileName()));
        LOG.info("sink {} has been gone for long: what waited for it was deleted", name(sink));
      }
    } catch (IOException e) {
      LOG.warn("what waits for the sink {}, which is gone: {}", name(sink), reason(sink, e));
    }
  }

  private void keep(Path sink, Path mark) throws IOException {
    Instant until = clock.instant().plus(ages.getOrDefault(String.valueOf(name(sink)), standard));
    Files.writeString(mark, until + "\n");
    LOG.info(
        "sink {} is gone: what waits for it is kept until {}, for a sink of that name, and is"
            + " deleted then",
        name(sink),
        until);
  }

  private static Optional<Instant> read(Path mark) throws IOException {
    if (!Files.isRegularFile(mark) || Files.size(mark) > LONGEST_MARK) {
      return Optional.empty();
    }
    try {
      String text = new String(Files.readAllBytes(mark), StandardCharsets.ISO_8859_1);
      return Optional.of(Instant.parse(text.strip()));
    } catch (DateTimeParseException e) {
      return Optional.empty(); // cut off, or changed: it is written anew
    }
  }

  /** The mark last, so that what was interrupted goes on. Links are not followed. */
  private static void delete(Path sink) throws IOException {
    Path mark = sink.resolve(MARK);
    Files.walkFileTree(
        sink,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (!file.equals(mark)) {
              Files.deleteIfExists(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path left, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            if (left.equals(sink)) {
              Files.deleteIfExists(mark);
            }
            Files.deleteIfExists(left);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static Path name(Path sink) {
    return sink.getFileName();
  }

  private static String reason(Path place, IOException failure) {
    return FileFailure.reason(failure) + " (" + place + ")";
  }
}
