package sluice.stage.sink.spool;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.core.util.FileFailure;
import sluice.core.util.PrivateFolder;

/**
 * A queue of records in a folder of its own, bounded by size and age, which survives the process.
 * Records are appended, read in order as often as is wanted, and acknowledged; what is acknowledged
 * is deleted, a segment file at a time.
 *
 * <p>Thread-safe, made for one thread that appends, one that reads and acknowledges, one that calls
 * {@link #savePosition} and {@link #sync}, and any that ask for the status. Appending, reading and
 * syncing don't wait for each other's disk access. Only one process may have a folder open.
 */
public final class Spool implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  private final Path folder;
  private final InstantSource clock;
  private final SpoolState state;
  private final SpoolSync sync;
  private final SpoolAppender appender;
  private final SpoolReader reader;
  private final Object saving = new Object();
  private volatile SpoolLimits limits;
  private volatile boolean closed;
  private @Nullable Position savedPosition;

  private Spool(
      Path folder,
      SpoolLimits limits,
      InstantSource clock,
      SpoolState state,
      AppendFile.Opener files,
      SpoolSync.Force force) {
    this.folder = folder;
    this.limits = limits;
    this.clock = clock;
    this.state = state;
    this.sync = new SpoolSync(folder, force);
    this.appender = new SpoolAppender(folder, state, sync, files);
    this.reader = new SpoolReader(state);
  }

  /**
   * Opens a spool, or makes it. Reads all segments that are not acknowledged as a whole, cuts what
   * isn't sound, counts what is lost and logs it. Files that aren't its own are left alone.
   *
   * @param folder is made for this user alone where it is missing
   * @param clock dates records; where it goes back, records only stay longer
   * @throws IOException when the folder can't be made, read or written; its message says why
   */
  public static Spool open(Path folder, SpoolLimits limits, InstantSource clock)
      throws IOException {
    return open(folder, limits, clock, AppendFile.SYSTEM, SpoolSync.Force.SYSTEM);
  }

  /** The same with other ways to the disk. */
  static Spool open(
      Path folder,
      SpoolLimits limits,
      InstantSource clock,
      AppendFile.Opener files,
      SpoolSync.Force force)
      throws IOException {
    try {
      PrivateFolder.create(folder);
      SpoolState state = SpoolRecovery.recover(folder);
      Spool spool = new Spool(folder, limits, clock, state, files, force);
      spool.appender.open(clock.millis());
      spool.saveAtOpen();
      return spool;
    } catch (IOException e) {
      throw failure("open", folder, e);
    }
  }

  private void saveAtOpen() {
    try {
      savePosition(); // so that what was counted now isn't counted after a crash again
    } catch (IOException e) {
      LOG.warn("{}", e.getMessage());
    }
  }

  /** What a record takes on the disk, in bytes. */
  public static long sizeOf(byte[] record) {
    return (long) RecordFormat.HEADER + record.length;
  }

  /**
   * Appends a record. Where the spool would become larger than its limit its oldest segments go
   * first, and their records count as {@link SpoolLoss#SPOOL_FULL} unless they are acknowledged.
   * The record survives the process at once, and the machine after the next {@link #sync}.
   *
   * @return its sequence; they never go back, whatever happens to the files
   * @throws IOException when it can't be written, for the disk is full or the folder is read-only;
   *     the spool is as before, and the next call may succeed
   * @throws IllegalArgumentException when the record alone is greater than the spool may be
   */
  public long append(byte[] record) throws IOException {
    SpoolLimits now = limits;
    long size = sizeOf(record);
    if (size > now.maxSize()) {
      throw new IllegalArgumentException(
          "a record of "
              + size
              + " bytes is greater than the whole spool may be: "
              + now.maxSize()
              + " bytes");
    }
    synchronized (appender) {
      if (closed) {
        throw new IOException("the spool " + folder + " is closed");
      }
      try {
        long time = clock.millis();
        state.expire(SpoolReader.youngest(Instant.ofEpochMilli(time), now.maxAge()));
        return appender.append(record, time, now);
      } catch (IOException e) {
        throw failure("append to", folder, e);
      } finally {
        deleteReleased();
      }
    }
  }

  /** Other bounds, from the next call on. */
  public void limits(SpoolLimits limits) {
    this.limits = limits;
  }

  /**
   * Reads records in order. Those that are too old and have none before them that waits are
   * skipped, count as {@link SpoolLoss#EXPIRED} and are done with. Where a segment is damaged its
   * rest is skipped and counts as {@link SpoolLoss#DAMAGED}.
   *
   * @param from the sequence to begin at; where it is done with or lost, the first after it
   * @param most at most so many records, above 0
   * @param mostBytes the record with which the content of all reaches this is the last
   * @return the records; empty where there is none, or the spool is closed
   * @throws IOException when the system can't read a segment; the next call tries it again
   */
  public List<SpoolRecord> read(long from, int most, long mostBytes) throws IOException {
    synchronized (reader) {
      if (closed) {
        return List.of();
      }
      try {
        long youngest = SpoolReader.youngest(clock.instant(), limits.maxAge());
        state.expire(youngest);
        return reader.read(from, most, mostBytes, youngest);
      } catch (IOException e) {
        throw failure("read", folder, e);
      } finally {
        deleteReleased();
      }
    }
  }

  /** The record with this sequence and all before it are done with; a later one may follow. */
  public void acknowledge(long sequence) {
    state.acknowledge(sequence);
    deleteReleased();
  }

  /**
   * Keeps on the disk what is acknowledged, where that has changed; also lets records go that are
   * too old. To be called about once a second: what was acknowledged since is read again after a
   * crash.
   *
   * @return whether anything was written
   * @throws IOException when it can't be written; the next call tries it again
   */
  public boolean savePosition() throws IOException {
    synchronized (saving) {
      if (closed) {
        return false;
      }
      state.expire(SpoolReader.youngest(clock.instant(), limits.maxAge()));
      deleteReleased();
      return writePosition();
    }
  }

  private boolean writePosition() throws IOException {
    synchronized (saving) {
      Position position = state.position();
      if (position.equals(savedPosition)) {
        return false;
      }
      try {
        writePosition(position);
      } catch (IOException e) {
        throw failure("keep the position of", folder, e);
      }
      savedPosition = position;
      return true;
    }
  }

  private void writePosition(Position position) throws IOException {
    try {
      PositionFile.write(folder, position);
    } catch (NoSuchFileException e) {
      PrivateFolder.create(folder); // it was deleted
      PositionFile.write(folder, position);
    }
  }

  /**
   * Forces to the disk what was appended since the last call. Blocks until the disk has it; nobody
   * who appends or reads waits for it.
   *
   * @throws IOException when the disk fails; the next call tries it again
   */
  public void sync() throws IOException {
    try {
      sync.sync();
    } catch (IOException e) {
      throw failure("sync", folder, e);
    }
  }

  /** Whether something was appended since the last {@link #sync}. */
  public boolean isDirty() {
    return sync.isDirty();
  }

  /** What waits and what was lost; touches no file. */
  public SpoolStatus status() {
    return state.status();
  }

  /** Sequence of the first record that is neither acknowledged nor lost; {@link #end} for none. */
  public long firstWaiting() {
    return state.acknowledged();
  }

  /** Sequence of the record that is appended next. */
  public long end() {
    return state.end();
  }

  /**
   * Saves the position, syncs and closes. Does not throw, and waits for the disk for 5 s at most;
   * closing twice does nothing.
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    Thread closing = Thread.ofPlatform().daemon().name("spool-close").start(this::closeNow);
    try {
      if (!closing.join(CLOSE_LIMIT)) {
        LOG.warn("the spool {} does not close: its disk does not answer", folder);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void closeNow() {
    synchronized (appender) {
      try {
        appender.close();
      } catch (IOException e) {
        LOG.debug("the spool {} was not closed in order", folder, e);
      }
    }
    synchronized (reader) {
      reader.close();
    }
    try {
      writePosition();
      sync();
    } catch (IOException e) {
      LOG.warn("{}", e.getMessage());
    }
  }

  private void deleteReleased() {
    for (Path file : state.takeReleased()) {
      sync.released(file);
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        LOG.warn("can't delete {}: {}; it is tried again at the next start", file, reason(e));
      }
    }
  }

  /**
   * Whether a folder holds a spool, by the names of its files.
   *
   * @throws IOException when it can't be read; its message says why
   */
  public static boolean isSpool(Path folder) throws IOException {
    try {
      return Files.isDirectory(folder)
          && (Files.exists(folder.resolve(PositionFile.NAME))
              || !SegmentFiles.list(folder).isEmpty());
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw failure("read", folder, e);
    }
  }

  /**
   * Deletes a spool that isn't open. Files that aren't a spool's stay, and then the folder does.
   *
   * @throws IOException when a file can't be deleted; its message says why
   */
  public static void delete(Path folder) throws IOException {
    try {
      for (Path file : SegmentFiles.list(folder)) {
        Files.deleteIfExists(file);
      }
      PositionFile.delete(folder);
      Files.deleteIfExists(folder);
    } catch (NoSuchFileException e) {
      LOG.debug("{} was deleted by somebody else", folder);
    } catch (DirectoryNotEmptyException e) {
      LOG.debug("{} holds files that aren't a spool's", folder);
    } catch (IOException e) {
      throw failure("delete", folder, e);
    }
  }

  private static IOException failure(String what, Path folder, IOException cause) {
    return new IOException("can't " + what + " the spool " + folder + ": " + reason(cause), cause);
  }

  private static String reason(IOException cause) {
    return FileFailure.reason(cause);
  }
}
