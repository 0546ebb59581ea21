package sluice.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The processes of this one that decode sources, found by their parent and their command line. They
 * can be seen without any right, also those that hide themselves. Needs Linux.
 */
public final class DecoderProcesses {
  private static final String MAIN = "sluice.video.isolation.helper.DecoderMain";
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /** Fields of {@code /proc/PID/stat} after the name: own times, and those of ended children. */
  private static final int USER = 11;

  private static final int SYSTEM = 12;
  private static final int USER_OF_CHILDREN = 13;
  private static final int SYSTEM_OF_CHILDREN = 14;

  private DecoderProcesses() {}

  /** Those that live now, by their numbers. */
  public static Set<Long> pids() {
    return ProcessHandle.current()
        .children()
        .filter(ProcessHandle::isAlive)
        .map(ProcessHandle::pid)
        .filter(DecoderProcesses::isDecoder)
        .collect(Collectors.toSet());
  }

  private static boolean isDecoder(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/cmdline"), StandardCharsets.ISO_8859_1)
          .contains(MAIN);
    } catch (IOException e) {
      return false; // it has ended
    }
  }

  /**
   * Sends a signal.
   *
   * @param signal without SIG
   */
  public static void signal(long pid, String signal) throws InterruptedException {
    try {
      new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).inheritIO().start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Processor time of all of them so far, nanoseconds, in steps of 10 ms: also of those that have
   * ended, together with all other children that this process has had.
   */
  public static long cpuNanos() {
    long ticks = ticks("self", USER_OF_CHILDREN, SYSTEM_OF_CHILDREN);
    for (long pid : pids()) {
      ticks += ticks(Long.toString(pid), USER, SYSTEM, USER_OF_CHILDREN, SYSTEM_OF_CHILDREN);
    }
    return ticks * TICK_NANOS;
  }

  private static long ticks(String process, int... fields) {
    try {
      String stat = Files.readString(Path.of("/proc/" + process + "/stat"));
      String[] all = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      long sum = 0;
      for (int field : fields) {
        sum += Long.parseLong(all[field]);
      }
      return sum;
    } catch (IOException e) {
      return 0; // it has just ended
    }
  }
}
