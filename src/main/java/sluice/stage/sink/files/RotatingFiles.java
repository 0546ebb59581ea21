package sluice.stage.sink.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Executor;
import sluice.stage.sink.OutputPlace;

/**
 * The rotation of one output file: says when the file that is being written is to be closed, by
 * size or by day, gives it its final name, and has closed files compressed and deleted by the
 * retention policy. What opens, writes and closes the file is the caller's.
 *
 * <p>For one thread at a time. Compressing and deleting happen on the executor only.
 */
public final class RotatingFiles {
  private final RotationPolicy policy;
  private final ClosedFiles closedFiles;
  private final Clock clock;
  private final Executor housekeeping;
  private LocalDate day;

  /**
   * Touches no file yet.
   *
   * @param clock gives the day, by its time zone, and the age of files
   * @param housekeeping compresses and deletes closed files, one task at a time
   */
  public RotatingFiles(RotationPolicy policy, Clock clock, Executor housekeeping) {
    this.policy = policy;
    this.closedFiles = new ClosedFiles(policy);
    this.clock = clock;
    this.housekeeping = housekeeping;
    this.day = LocalDate.now(clock);
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
    boolean goesOn = Files.isRegularFile(file) && Files.size(file) > 0;
    day =
        goesOn
            ? LocalDate.ofInstant(Files.getLastModifiedTime(file).toInstant(), clock.getZone())
            : LocalDate.now(clock);
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
    if (!OutputPlace.isDevice(policy.file())) {
      housekeeping.execute(() -> closedFiles.tidy(clock.instant()));
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
