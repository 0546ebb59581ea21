package sluice.metrics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Processor time of this process by thread, as Linux counts it. The JVM tells the system the names
 * of its threads, cut to 15 characters; threads of native libraries have the name of the thread
 * that made them.
 *
 * @param ofProcess nanoseconds of all threads that ever were
 * @param ofThreads of each thread that lives, by its number
 */
public record ThreadCpuTimes(long ofProcess, Map<Integer, OfThread> ofThreads) {
  private static final Path TASKS = Path.of("/proc/self/task");
  private static final long TICK_NANOS = 10_000_000; // USER_HZ is 100 on every Linux that runs Java

  /** Keeps its own copy. */
  public ThreadCpuTimes {
    ofThreads = Map.copyOf(ofThreads);
  }

  /**
   * Processor time of one thread.
   *
   * @param name as the system has it
   * @param nanos nanoseconds so far
   */
  public record OfThread(String name, long nanos) {}

  /** Whether the system counts it: on Linux, unless its kernel was built without. */
  public static boolean isKnown() {
    return Files.isReadable(Path.of("/proc/self/schedstat"));
  }

  /**
   * What was used so far. Reads a few files for each thread.
   *
   * @throws UncheckedIOException where the system does not tell
   */
  public static ThreadCpuTimes now() {
    Map<Integer, OfThread> times = new HashMap<>();
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
      for (Path task : tasks) {
        OfThread time = read(task);
        if (time != null) {
          times.put(Integer.parseInt(task.getFileName().toString()), time);
        }
      }
      String[] fields = afterName(Files.readString(Path.of("/proc/self/stat")));
      return new ThreadCpuTimes(
          (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * TICK_NANOS, times);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable OfThread read(Path task) {
    try {
      String name = Files.readString(task.resolve("comm")).strip();
      String[] schedule = Files.readString(task.resolve("schedstat")).strip().split(" ", -1);
      return new OfThread(name, Long.parseLong(schedule[0]));
    } catch (IOException ended) {
      return null;
    }
  }

  /** The fields of a {@code stat} file from the third on; a name may hold anything. */
  private static String[] afterName(String stat) {
    return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
  }

  /**
   * Nanoseconds used since an earlier look, by group.
   *
   * @param group the group of a thread of this name
   */
  public Map<String, Long> since(ThreadCpuTimes before, Function<String, String> group) {
    Map<String, Long> sums = new TreeMap<>();
    ofThreads.forEach(
        (id, time) -> {
          OfThread then = before.ofThreads.get(id);
          long used = time.nanos() - (then == null ? 0 : then.nanos());
          sums.merge(group.apply(time.name()), used, Long::sum);
        });
    return sums;
  }
}
