package sluice.stage.sink.delivery;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import sluice.stage.sink.LossCause;
import sluice.stage.sink.SinkHealth;
import sluice.stage.sink.spool.Spool;
import sluice.stage.sink.spool.SpoolLimits;
import sluice.stage.sink.spool.SpoolLoss;
import sluice.stage.sink.spool.SpoolStatus;

/**
 * The spool of one stream of a sink, opened with its first use and again after a failure, and what
 * became of its messages. Thread-safe.
 */
final class StreamSpool implements AutoCloseable {
  private final String stream;
  private final Path folder;
  private final InstantSource clock;
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private SpoolLimits limits;
  private @Nullable Spool spool;
  private boolean closed;

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

  /**
   * The spool.
   *
   * @throws IOException when it can't be opened, or was closed
   */
  synchronized Spool open() throws IOException {
    if (closed) {
      throw new IOException("the spool " + folder + " is closed");
    }
    Spool opened = spool;
    if (opened == null) {
      opened = Spool.open(folder, limits, clock);
      spool = opened;
    }
    return opened;
  }

  /** The spool where it is open. */
  synchronized @Nullable Spool ifOpen() {
    return spool;
  }

  /** Other limits from here on. */
  synchronized void limits(SpoolLimits changed) {
    limits = changed;
    if (spool != null) {
      spool.limits(changed);
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

  @Override
  public synchronized void close() {
    closed = true;
    if (spool != null) {
      spool.close();
    }
  }
}
