package sluice.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Processor time of the whole machine, as Linux counts it.
 *
 * @param busy nanoseconds that all processes worked
 * @param stolen nanoseconds that a hypervisor gave to others
 */
record MachineTimes(long busy, long stolen) {
  private static final long TICK_NANOS = 10_000_000;
  private static final int STEAL = 7;

  /** What was used since the machine started. */
  static MachineTimes now() {
    try {
      String line = Files.readAllLines(Path.of("/proc/stat")).getFirst();
      // user nice system idle iowait irq softirq steal guest guest_nice; guests are in user too
      long[] ticks =
          Arrays.stream(line.substring("cpu".length()).strip().split("\\s+"))
              .mapToLong(Long::parseLong)
              .toArray();
      long busy = ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6];
      return new MachineTimes(busy * TICK_NANOS, ticks[STEAL] * TICK_NANOS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
