package sluice.stage.sink.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.core.util.FileFailure;

/**
 * Retention of closed files, those that were rotated. {@code lobby.jsonl} becomes {@code
 * lobby.20261120T221314.123Z.jsonl} by the time of its closing, in UTC, so that names sort by age
 * whatever the clocks on the wall do; compressed, {@code .gz} follows. Other files of the folder
 * are left alone.
 *
 * <p>{@link #tidy} is for one thread at a time; it takes long and fails for no file but the one
 * that it can't handle.
 */
final class ClosedFiles {
  private static final Logger LOG = LoggerFactory.getLogger(ClosedFiles.class);
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final Duration DAY = Duration.ofDays(1);
  private static final String COMPRESSED = ".gz";
  private static final String PART = ".part";

  private final RotationPolicy policy;
  private final Path folder;
  private final String stem;
  private final String extension;
  private final Pattern name;
  private final Function<Instant, InstantSource> timeSince;
  private volatile @Nullable Instant evidence;
  private @Nullable InstantSource time;
  private DiskSync sync = DiskSync.SYSTEM;

  /**
   * Touches no file yet.
   *
   * @param timeSince makes the clock by which files are deleted, from the time at which it starts
   */
  ClosedFiles(RotationPolicy policy, Function<Instant, InstantSource> timeSince) {
    this.policy = policy;
    this.timeSince = timeSince;
    Path file = policy.file().toAbsolutePath();
    this.folder = file.resolveSibling(".").normalize();
    String fileName = file.getFileName().toString();
    int dot = fileName.lastIndexOf('.');
    this.stem = dot > 0 ? fileName.substring(0, dot) : fileName;
    this.extension = dot > 0 ? fileName.substring(dot) : "";
    this.name =
        Pattern.compile(
            Pattern.quote(stem)
                + "\\.(\\d{8}T\\d{6}\\.\\d{3}Z)"
                + Pattern.quote(extension)
                + "(\\.gz(?:\\.part)?)?");
  }

  /**
   * Gives the file that was being written its final name.
   *
   * @param now the time of its closing; where the clock was put back, the name says a moment after
   *     the newest file, so that names keep telling the order
   */
  void add(Instant now) throws IOException {
    List<Path> earlier = list();
    Instant at = now;
    if (!earlier.isEmpty()) {
      Instant next = closedAt(earlier.getLast()).plusMillis(1);
      at = next.isAfter(now) ? next : now;
    }
    Files.move(policy.file(), closed(at));
  }

  private Path closed(Instant at) {
    return folder.resolve(stem + "." + STAMP.format(at) + extension);
  }

  private static Path compressed(Path closed) {
    return closed.resolveSibling(closed.getFileName() + COMPRESSED);
  }

  /**
   * Says when the file that is being written was changed before it was gone on with; the first such
   * time counts, before anything is deleted.
   */
  void evidence(Instant changed) {
    if (evidence == null) {
      evidence = changed;
    }
  }

  /** Forces files to the disk in another way. */
  void sync(DiskSync other) {
    sync = other;
  }

  /** Whether there is a closed file, or it can't be said. */
  boolean mayBeThere() {
    try {
      return !list().isEmpty();
    } catch (IOException e) {
      return true;
    }
  }

  /**
   * The time by which files are deleted. At first it is that of the newest file and a day, if that
   * is earlier than now: a clock that is wrong when the process starts must not delete everything.
   */
  private Instant now() throws IOException {
    InstantSource known = time;
    if (known == null) {
      List<Path> closed = list();
      Instant newest = evidence == null ? Instant.MIN : evidence;
      if (!closed.isEmpty() && closedAt(closed.getLast()).isAfter(newest)) {
        newest = closedAt(closed.getLast());
      }
      known = timeSince.apply(newest.equals(Instant.MIN) ? Instant.MAX : newest.plus(DAY));
      time = known;
    }
    return known.instant();
  }

  /** Deletes what is too old or too many, then compresses what isn't yet. */
  synchronized void tidy() {
    try {
      List<Path> kept = deleteSurplus(now());
      if (policy.compress()) {
        kept.stream().filter(file -> !isCompressed(file)).forEach(this::compress);
      }
    } catch (IOException e) {
      LOG.warn("{}: closed files can't be listed: {}", folder, FileFailure.reason(e));
    } catch (RuntimeException e) {
      LOG.warn("{}: closed files can't be deleted or compressed", folder, e);
    }
  }

  /** Closed files, oldest first. */
  List<Path> list() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return among(files);
    }
  }

  /** Those of the files of its folder that are closed files of this name, oldest first. */
  List<Path> among(Stream<Path> files) throws IOException {
    try {
      return files.filter(this::isClosedFile).sorted(Comparator.comparing(this::stamp)).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause(); // what a directory stream throws when reading goes wrong on the way
    }
  }

  /**
   * Whether its name has the form and its stamp is a time; one that only looks like it is foreign.
   */
  private boolean isClosedFile(Path file) {
    if (!name.matcher(file.getFileName().toString()).matches()) {
      return false;
    }
    try {
      closedAt(file);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private List<Path> deleteSurplus(Instant now) throws IOException {
    List<Path> kept = new ArrayList<>();
    for (Path file : list()) {
      if (file.toString().endsWith(PART) || isOlderThanKept(file, now)) {
        delete(file);
      } else {
        kept.add(file);
      }
    }
    int surplus = kept.size() - policy.keepFiles().orElse(kept.size());
    for (int i = 0; i < surplus; i++) {
      delete(kept.removeFirst());
    }
    return kept;
  }

  private boolean isOlderThanKept(Path file, Instant now) {
    return policy.keepAge().isPresent()
        && Duration.between(closedAt(file), now).compareTo(policy.keepAge().get()) > 0;
  }

  private Instant closedAt(Path file) {
    return LocalDateTime.parse(stamp(file), STAMP).toInstant(ZoneOffset.UTC);
  }

  private String stamp(Path file) {
    Matcher matcher = name.matcher(file.getFileName().toString());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(file + " is no closed file of " + stem);
    }
    return matcher.group(1);
  }

  private static boolean isCompressed(Path file) {
    return file.toString().endsWith(COMPRESSED);
  }

  /**
   * The compressed file gets its name when it is whole and on the disk; only when its name is too,
   * the other one goes.
   */
  private void compress(Path file) {
    Path done = compressed(file);
    Path part = done.resolveSibling(done.getFileName() + PART);
    try {
      try (InputStream in = Files.newInputStream(file);
          OutputStream out = new GZIPOutputStream(Files.newOutputStream(part), 1 << 16)) {
        in.transferTo(out);
      }
      sync.force(part, StandardOpenOption.WRITE);
      Files.move(part, done, StandardCopyOption.ATOMIC_MOVE);
      sync.force(folder, StandardOpenOption.READ);
      Files.delete(file);
    } catch (IOException e) {
      LOG.warn("{} can't be compressed and stays as it is: {}", file, FileFailure.reason(e));
      delete(part);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("{} can't be deleted: {}", file, FileFailure.reason(e));
    }
  }
}
