package sluice.stage.sink.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.core.util.Plural;
import sluice.core.util.PrivateFolder;

/**
 * Appends records to the newest segment of a spool, and begins new ones. Holds the one file that is
 * open for it. For one thread at a time.
 */
final class SpoolAppender implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SpoolAppender.class);

  /** How long a file that was deleted goes unnoticed. */
  private static final long CHECK_MILLIS = 1_000;

  /** A segment whose records are all done with is let go from this part of its size on. */
  private static final int EARLY = 8;

  private final Path folder;
  private final SpoolState state;
  private final SpoolSync sync;
  private final AppendFile.Opener files;
  private @Nullable Segment segment;
  private @Nullable AppendFile file;
  private @Nullable Object fileKey;
  private long checkedAt;

  SpoolAppender(Path folder, SpoolState state, SpoolSync sync, AppendFile.Opener files) {
    this.folder = folder;
    this.state = state;
    this.sync = sync;
    this.files = files;
  }

  /**
   * Opens the newest segment, or begins one.
   *
   * @param time of now, in milliseconds
   */
  void open(long time) throws IOException {
    Segment last = state.tail().orElse(null);
    if (last == null) {
      begin();
    } else {
      use(last, files.open(last.file, last.bytes));
    }
    checkedAt = time;
  }

  /**
   * Appends a record.
   *
   * @param time of now, in milliseconds
   * @return its sequence
   * @throws IOException when it can't be written; nothing of it is in the spool then
   */
  long append(byte[] record, long time, SpoolLimits limits) throws IOException {
    if (Math.abs(time - checkedAt) >= CHECK_MILLIS) {
      checkFiles();
      checkedAt = time;
    }
    while (true) {
      long sequence = state.end();
      byte[] bytes = RecordFormat.encode(sequence, time, record);
      Segment current = writable(bytes.length, limits);
      write(current, bytes);
      if (state.appended(current, bytes.length, time)) {
        sync.appended(current.file);
        return sequence;
      } // else it was found damaged just now: once more, in another segment
    }
  }

  private Segment writable(int size, SpoolLimits limits) throws IOException {
    state.makeRoom(size, limits.maxSize());
    Segment current = segment;
    Segment last = state.tail().orElse(null);
    boolean fits =
        current != null
            && file != null
            && current == last
            && (current.isEmpty() || current.bytes + size <= limits.segmentSize())
            && (!state.isDone() || current.bytes < limits.segmentSize() / EARLY);
    return fits && current != null ? current : begin();
  }

  private Segment begin() throws IOException {
    close();
    PrivateFolder.create(folder);
    AppendFile fresh = files.create(SegmentFiles.of(folder, state.end()));
    Segment begun = state.begin(folder);
    sync.created();
    use(begun, fresh);
    return begun;
  }

  private void use(Segment used, AppendFile opened) throws IOException {
    segment = used;
    file = opened;
    fileKey = Files.readAttributes(used.file, BasicFileAttributes.class).fileKey();
  }

  private void write(Segment current, byte[] bytes) throws IOException {
    AppendFile open = Objects.requireNonNull(file);
    try {
      open.write(bytes);
    } catch (IOException e) {
      try {
        open.truncate(current.bytes);
      } catch (IOException cut) {
        e.addSuppressed(cut);
        state.seal(current); // a part of the record is in the way: another segment is begun
      }
      throw e;
    }
  }

  /** Looks whether the files are still there; what is lost with those that aren't is counted. */
  private void checkFiles() throws IOException {
    Segment current = segment;
    if (current == null || file == null || isInPlace(current)) {
      return;
    }
    close();
    state.seal(current);
    long lost = 0;
    for (Segment each : state.segments()) {
      if (Files.notExists(each.file)) {
        lost += Math.max(0, state.damaged(each, each.first, 0));
      }
    }
    LOG.warn(
        "{} was deleted, moved away or cut; another is begun, and {} are lost",
        current.file,
        Plural.of(lost, "record"));
  }

  private boolean isInPlace(Segment current) throws IOException {
    try {
      BasicFileAttributes now = Files.readAttributes(current.file, BasicFileAttributes.class);
      return Objects.equals(now.fileKey(), fileKey) && now.size() >= current.bytes;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    AppendFile open = file;
    file = null;
    segment = null;
    if (open != null) {
      open.close();
    }
  }
}
