package sluice.telemetry.tracing;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log that the collector takes no spans: a line a minute at most. For one thread. */
final class ExportLog {
  private static final Logger LOG = LoggerFactory.getLogger(ExportLog.class);
  private static final long PAUSE = TimeUnit.MINUTES.toNanos(1);

  private final String address;
  private boolean failing;
  private boolean told;
  private long toldNanos;
  private long lost;

  ExportLog(String address) {
    this.address = address;
  }

  /** A request failed. */
  void failed(String reason, int spans) {
    failing = true;
    lost += spans;
    if (mayTell()) {
      LOG.warn(
          "traces can't be sent to {}: {}; spans lost since the last such line: {}; frames are not"
              + " affected",
          address,
          reason,
          lost);
      lost = 0;
    }
  }

  /** A request was answered with success. */
  void sent() {
    if (failing && mayTell()) {
      LOG.info("traces are taken by {} again", address);
      failing = false;
    }
  }

  private boolean mayTell() {
    long now = System.nanoTime();
    if (told && now - toldNanos < PAUSE) {
      return false;
    }
    told = true;
    toldNanos = now;
    return true;
  }
}
