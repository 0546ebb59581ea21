package sluice.stage.sink.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import sluice.stage.sink.Housekeeping;
import sluice.stage.sink.OutputPlace;

/**
 * The rotation of one output file: says when the file that is being written is to be closed, by
 * size or by day, gives it its final name, and has closed files compressed and deleted by the
 * retention policy. What opens, writes and closes the file is the caller's.
 *
 * <p>For one thread at a time. Compressing and deleting happen in the housekeeping only. What is to
 * be deleted by age is looked for on a timer too, whatever the stream does, until no closed file is
 * left after {@link #release}.
 */
public final class RotatingFiles {
  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofHours(1);

  private final RotationPolicy policy;
  private final ClosedFiles closedFiles;
  private final Clock clock;
  private final Housekeeping housekeeping;
  private final AtomicBoolean queued = new AtomicBoolean();
  private volatile boolean inUse = true;
  private LocalDate day;

  /**
   * Touches no file yet.
   *
   * @param clock gives the day, by its time zone, and the age of files
   * @param housekeeping compresses and deletes closed files, one task at a time
   */
  public RotatingFiles(RotationPolicy policy, Clock clock, Housekeeping housekeeping) {
    this.policy = policy;
    this.closedFiles = new ClosedFiles(policy, housekeeping::timeSince);
    this.clock = clock;
    this.housekeeping = housekeeping;
    this.day = LocalDate.now(clock);
    watchAge();
  }

  /** Looks for files that have become too old, without anything being written. */
  private void watchAge() {
    policy
        .keepAge()
        .ifPresent(age -> housekeeping.every(key(policy), interval(age), this::tidyByAge));
  }

  /** What the housekeeping knows the files of a policy by. */
  static Path key(RotationPolicy policy) {
    return policy.file().toAbsolutePath();
  }

  /** How often files are looked at that are kept for this time. */
  static Duration interval(Duration age) {
    Duration part = age.dividedBy(24);
    Duration atLeast = part.compareTo(SHORTEST) < 0 ? SHORTEST : part;
    return atLeast.compareTo(LONGEST) > 0 ? LONGEST : atLeast;
  }

  private boolean tidyByAge() {
    if (OutputPlace.isDevice(policy.file())) {
      return inUse;
    }
    closedFiles.tidy();
    return inUse || closedFiles.mayBeThere();
  }

  /** Nothing is written any more, until {@link #prepare}. */
  public void release() {
    inUse = false;
  }

  /** The file that is being written. */
  public Path file() {
    return policy.file();
  }

  /**
   * Makes ready for the file to be opened: creates its folder. A file that is there and isn't empty
   * is gone on with and belongs to the day of its last change; any other begins today.
   *
   * @throws IOException when the folder can't be created or the file can't be examined
   */
  public void prepare() throws IOException {
    Path file = policy.file();
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    if (!inUse) {
      inUse = true;
      watchAge();
    }
    if (Files.isRegularFile(file) && Files.size(file) > 0) {
      Instant changed = Files.getLastModifiedTime(file).toInstant();
      closedFiles.evidence(changed);
      day = LocalDate.ofInstant(changed, clock.getZone());
    } else {
      day = LocalDate.now(clock);
    }
  }

  /**
   * Whether the file is to be closed before more is written; never where it is empty.
   *
   * @param bytes what it holds
   * @param more bytes that are to be written next
   */
  public boolean isDue(long bytes, long more) {
    boolean tooLarge = bytes + more > policy.maxSize();
    boolean anotherDay = policy.daily() && !LocalDate.now(clock).equals(day);
    return bytes != 0 && (tooLarge || anotherDay);
  }

  /**
   * Gives the file, which the caller has closed, its final name, and applies the retention policy.
   *
   * @throws IOException when it can't be renamed; it keeps its name then
   */
  public void rotate() throws IOException {
    closedFiles.add(clock.instant());
    applyRetention();
  }

  /** Has closed files deleted and compressed, in a while; never for a device. */
  public void applyRetention() {
    // One at a time, where the folder hangs.
    if (!OutputPlace.isDevice(policy.file()) && queued.compareAndSet(false, true)) {
      housekeeping.execute(
          () -> {
            queued.set(false);
            closedFiles.tidy();
          });
    }
  }

  /**
   * The closed files, oldest first, compressed or not.
   *
   * @throws IOException when their folder can't be listed
   */
  public List<Path> closedFiles() throws IOException {
    return closedFiles.list();
  }
}
