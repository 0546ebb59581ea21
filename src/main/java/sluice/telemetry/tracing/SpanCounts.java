package sluice.telemetry.tracing;

import java.util.concurrent.atomic.LongAdder;

/** Counts of spans by what became of them. Thread-safe. */
public final class SpanCounts {
  private final LongAdder exported = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder dropped = new LongAdder();

  SpanCounts() {}

  /** Spans that the collector has taken. */
  public long exported() {
    return exported.sum();
  }

  /** Spans that the collector did not take, or not in time. */
  public long failed() {
    return failed.sum();
  }

  /** Spans for which the queue had no room, or that waited when the service ended. */
  public long dropped() {
    return dropped.sum();
  }

  void exported(int spans) {
    exported.add(spans);
  }

  void failed(int spans) {
    failed.add(spans);
  }

  void dropped(int spans) {
    dropped.add(spans);
  }
}
