package sluice.catalog.fetch;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Input stream with a stall timeout: it closes itself under the reader when no byte comes for too
 * long.
 */
final class StallGuard extends FilterInputStream {
  private final ScheduledThreadPoolExecutor timer;
  private final Duration patience;
  private volatile boolean stalled;

  /**
   * Guards a stream.
   *
   * @param stream whose close ends a read that waits
   * @param timer closes it; removes what is cancelled
   */
  StallGuard(InputStream stream, ScheduledThreadPoolExecutor timer, Duration patience) {
    super(stream);
    this.timer = timer;
    this.patience = patience;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    ScheduledFuture<?> alarm =
        timer.schedule(this::giveUp, patience.toNanos(), TimeUnit.NANOSECONDS);
    try {
      int count = in.read(target, offset, length);
      if (!stalled) {
        return count;
      }
    } catch (IOException e) {
      if (!stalled) {
        throw e;
      }
    } finally {
      alarm.cancel(false);
    }
    throw new IOException("nothing came for " + patience.toMillis() / 1000.0 + " s");
  }

  private void giveUp() {
    stalled = true;
    try {
      in.close();
    } catch (IOException e) {
      // The reader gets the stall as its failure.
    }
  }
}
