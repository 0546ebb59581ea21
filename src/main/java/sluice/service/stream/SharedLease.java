package sluice.service.stream;

import java.util.concurrent.atomic.AtomicInteger;
import sluice.service.model.ModelLease;

/**
 * Reference-counted lease of a model: attachments of one run that follow each other share it, and
 * the last holder returns it, once. Made with one holder. Thread-safe.
 */
final class SharedLease {
  private final ModelLease lease;
  private final AtomicInteger holders = new AtomicInteger(1);

  /** Takes the lease over. */
  SharedLease(ModelLease lease) {
    this.lease = lease;
  }

  ModelLease lease() {
    return lease;
  }

  /** Adds a holder; false where the last one has returned the lease already. */
  boolean retain() {
    return holders.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
  }

  /** A holder uses it no more. Each calls it once. */
  void release() {
    if (holders.decrementAndGet() == 0) {
      lease.release();
    }
  }

  /** Whether another lease is for the same compiled instance. */
  boolean isOfSameInstance(ModelLease other) {
    return lease.host().equals(other.host()) && lease.generation() == other.generation();
  }
}
