package sluice.stage.sink.delivery;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import sluice.stage.sink.CallTimer;
import sluice.stage.sink.LossCause;
import sluice.stage.sink.SinkHealth;
import sluice.stage.sink.spool.Spool;
import sluice.stage.sink.spool.SpoolLimits;
import sluice.stage.sink.spool.SpoolLoss;
import sluice.stage.sink.spool.SpoolStatus;

/**
 * The spool of one stream of a sink, opened with its first use and again after a failure, and what
 * became of its messages. Thread-safe; what touches no file never waits for the disk.
 */
final class StreamSpool implements AutoCloseable {
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  private final String stream;
  private final Path folder;
  private final InstantSource clock;
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicInteger users = new AtomicInteger();
  private final AtomicBoolean saving = new AtomicBoolean();
  private final CallTimer savingTime = new CallTimer();
  private final ReentrantLock appending = new ReentrantLock();
  private final ReentrantLock opening = new ReentrantLock();
  private volatile SpoolLimits limits;
  private volatile @Nullable Spool spool;
  private volatile boolean closed;

  /** A spool that isn't open yet. */
  StreamSpool(String stream, Path folder, SpoolLimits limits, InstantSource clock) {
    this.stream = stream;
    this.folder = folder;
    this.limits = limits;
    this.clock = clock;
  }

  /** The stream's id. */
  String stream() {
    return stream;
  }

  /** The stream appends to it from here on, until {@link #leave}. */
  void use() {
    users.incrementAndGet();
  }

  /** One that used it appends nothing more. */
  void leave() {
    users.decrementAndGet();
  }

  /** Whether somebody may still append to it. */
  boolean isUsed() {
    return users.get() > 0;
  }

  /**
   * The spool.
   *
   * @throws IOException when it can't be opened, or was closed
   */
  Spool open() throws IOException {
    opening.lock();
    try {
      if (closed) {
        throw new IOException("the spool " + folder + " is closed");
      }
      Spool opened = spool;
      if (opened == null) {
        opened = Spool.open(folder, limits, clock);
        opened.limits(limits); // they may have changed meanwhile
        spool = opened;
      }
      return opened;
    } finally {
      opening.unlock();
    }
  }

  /** The spool where it is open. */
  @Nullable Spool ifOpen() {
    return spool;
  }

  /** Whether it was closed for good: its sink is gone, or the service ends. */
  boolean isClosed() {
    return closed;
  }

  /**
   * Appends a message.
   *
   * @param forced whether it is on the disk when this returns
   * @throws IOException when it can't be kept
   */
  void append(byte[] message, boolean forced) throws IOException {
    appending.lock();
    try {
      Spool open = open();
      open.append(message);
      if (forced) {
        open.sync();
      }
    } finally {
      appending.unlock();
    }
  }

  /** Whether a message alone is not more than may wait. */
  boolean hasRoomFor(byte[] message) {
    return Spool.sizeOf(message) <= limits.maxSize();
  }

  /** Other limits from here on. */
  void limits(SpoolLimits changed) {
    limits = changed;
    Spool open = spool;
    if (open != null) {
      open.limits(changed);
    }
  }

  /** The far side has a message more. */
  void acknowledged() {
    acknowledged.incrementAndGet();
  }

  /** The far side will never take a message. */
  void refused() {
    refused.incrementAndGet();
  }

  /** How many messages the far side has taken or refused. */
  long settled() {
    return acknowledged.get() + refused.get();
  }

  /** What the messages that wait take on the disk, about. */
  long waitingBytes() {
    Spool open = ifOpen();
    return open == null ? 0 : open.status().waitingBytes();
  }

  /** How many messages wait, at the most: those that were lost by damage are among them. */
  long waiting() {
    Spool open = ifOpen();
    return open == null ? 0 : open.end() - open.firstWaiting();
  }

  /** Whether its files have been forced to the disk for so long that the disk hangs. */
  boolean hangsFor(Duration limit) {
    return savingTime.elapsed().compareTo(limit) > 0;
  }

  /** Claims the right to force its files, until {@link #saved}; false: it is being done. */
  boolean startSaving() {
    boolean mine = saving.compareAndSet(false, true);
    if (mine) {
      savingTime.begin();
    }
    return mine;
  }

  /** Its files were forced to the disk, or could not be. */
  void saved() {
    savingTime.end();
    saving.set(false);
  }

  /**
   * Deletes it where nothing waits and nobody uses it; it may be used again.
   *
   * @return whether it is gone; false: it isn't empty, or is being appended to
   * @throws IOException when its files can't be read or deleted
   */
  boolean deleteIfEmpty() throws IOException {
    if (!appending.tryLock()) {
      return false;
    }
    opening.lock();
    try {
      Spool open = open();
      if (isUsed() || waiting() > 0) {
        return false;
      }
      open.close();
      spool = null;
      Spool.delete(folder);
      return true;
    } finally {
      opening.unlock();
      appending.unlock();
    }
  }

  /**
   * What became of its messages.
   *
   * @param healthy whether messages are kept, and the far side takes them
   * @param lastError why not, the last time
   */
  SinkHealth health(boolean healthy, Optional<String> lastError) {
    Spool open = ifOpen();
    SpoolStatus status =
        open == null ? new SpoolStatus(0, 0, Optional.empty(), Map.of()) : open.status();
    return new SinkHealth(
        healthy,
        acknowledged.get(),
        Map.of(
            LossCause.REFUSED, refused.get(),
            LossCause.SPOOL_FULL, status.lost(SpoolLoss.SPOOL_FULL),
            LossCause.EXPIRED, status.lost(SpoolLoss.EXPIRED),
            LossCause.DAMAGED, status.lost(SpoolLoss.DAMAGED)),
        lastError,
        new SinkHealth.Backlog(status.waitingRecords(), status.waitingBytes(), status.oldest()));
  }

  /** Waits for the disk for a few seconds at most; does not throw. */
  @Override
  public void close() {
    closed = true;
    try {
      if (opening.tryLock(CLOSE_LIMIT.toNanos(), TimeUnit.NANOSECONDS)) {
        closeLocked();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void closeLocked() {
    try {
      Spool open = spool;
      if (open != null) {
        open.close();
      }
    } finally {
      opening.unlock();
    }
  }
}
