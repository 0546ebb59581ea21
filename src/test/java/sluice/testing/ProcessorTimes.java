package sluice.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Time of the processors that this process may run on, as Linux counts it.
 *
 * @param busy nanoseconds that all processes worked on them
 * @param stolen nanoseconds that a hypervisor gave to others
 */
public record ProcessorTimes(long busy, long stolen) {
  private static final long TICK_NANOS = 10_000_000;
  private static final int STEAL = 7;
  private static final String ALLOWED = "Cpus_allowed_list:";

  /** What was used since the machine started. */
  public static ProcessorTimes now() {
    Set<String> allowed = allowed();
    return lines("/proc/stat")
        .map(line -> line.split("\\s+"))
        .filter(words -> allowed.contains(words[0]))
        .map(ProcessorTimes::ofLine)
        .reduce(
            new ProcessorTimes(0, 0),
            (a, b) -> new ProcessorTimes(a.busy + b.busy, a.stolen + b.stolen));
  }

  private static ProcessorTimes ofLine(String[] words) {
    // user nice system idle iowait irq softirq steal guest guest_nice; viewers are in user too
    long[] ticks = Arrays.stream(words).skip(1).mapToLong(Long::parseLong).toArray();
    long busy = ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6];
    return new ProcessorTimes(busy * TICK_NANOS, ticks[STEAL] * TICK_NANOS);
  }

  /** The processors as {@code /proc/stat} names them; they come as {@code 0-3,8}. */
  private static Set<String> allowed() {
    String list =
        lines("/proc/self/status")
            .filter(line -> line.startsWith(ALLOWED))
            .findFirst()
            .orElseThrow();
    return Arrays.stream(list.substring(ALLOWED.length()).strip().split(","))
        .flatMap(ProcessorTimes::range)
        .collect(Collectors.toSet());
  }

  private static Stream<String> range(String text) {
    String[] ends = text.split("-");
    int first = Integer.parseInt(ends[0]);
    int last = Integer.parseInt(ends[ends.length - 1]);
    return IntStream.rangeClosed(first, last).mapToObj(i -> "cpu" + i);
  }

  private static Stream<String> lines(String file) {
    try {
      return Files.readAllLines(Path.of(file)).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
