package sluice.video.isolation.remote;

import java.util.Map;
import java.util.Set;

/** How a process ended, in words. */
final class ExitText {
  /** With which the JVM says that a signal ended a process, beside the signal's number. */
  static final int SIGNALLED = 128;

  private static final int HANG_UP = 1;
  private static final int INTERRUPT = 2;
  static final int KILL = 9;
  private static final int TERMINATE = 15;

  private static final Map<Integer, String> NAMES =
      Map.of(
          HANG_UP,
          "hung up",
          INTERRUPT,
          "interrupted",
          4,
          "illegal instruction",
          6,
          "abort, after a fault in native code",
          7,
          "bus error",
          8,
          "arithmetic error",
          KILL,
          "killed",
          11,
          "segmentation fault",
          TERMINATE,
          "terminated",
          31,
          "forbidden system call");

  /** With which a JVM ends that is told to end where it has no memory. */
  private static final int OUT_OF_MEMORY = 3;

  /** Signals that nothing which a process reads makes it end by. */
  private static final Set<Integer> FROM_OUTSIDE = Set.of(HANG_UP, INTERRUPT, KILL, TERMINATE);

  private ExitText() {}

  /** The signal that ended a process; 0 where none did. */
  private static int signal(int exitCode) {
    return exitCode > SIGNALLED ? exitCode - SIGNALLED : 0;
  }

  /** Whether somebody ended it: a person, a terminal, or the system that is short of memory. */
  static boolean isFromOutside(int exitCode) {
    return FROM_OUTSIDE.contains(signal(exitCode));
  }

  /** Such as "signal 11, segmentation fault" or "exit code 1". */
  static String of(int exitCode) {
    int signal = signal(exitCode);
    if (signal == 0) {
      return "exit code " + exitCode + (exitCode == OUT_OF_MEMORY ? ", out of memory" : "");
    }
    String name = NAMES.get(signal);
    return "signal " + signal + (name == null ? "" : ", " + name);
  }
}
