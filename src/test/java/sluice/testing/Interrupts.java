package sluice.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;

/**
 * Child processes that receive signals as a command in a terminal does. The build may run where
 * SIGINT is ignored, as shells do with jobs in the background, or SIGHUP, as {@code nohup} does; a
 * JVM would leave it so.
 */
public final class Interrupts {
  private static final List<String> DEFAULTS = List.of("env", "--default-signal=INT,HUP");
  private static final List<String> IGNORED_INT = List.of("env", "--ignore-signal=INT");

  private Interrupts() {}

  /** Skips the test where signals can't be set. */
  public static void require() throws IOException, InterruptedException {
    int code = ChildJvm.start(ChildJvm.behind(DEFAULTS, List.of("true"))).waitFor();
    assumeTrue(
        code == 0,
        "env of GNU coreutils 8.31 or newer is needed, to start a process with its signals as"
            + " usual");
  }

  /** The command with SIGINT and SIGHUP as usual. */
  public static List<String> heard(List<String> command) {
    return ChildJvm.behind(DEFAULTS, command);
  }

  /** The command with SIGINT ignored. */
  public static List<String> ignored(List<String> command) {
    return ChildJvm.behind(IGNORED_INT, command);
  }

  /** Sends a signal: {@code INT}, {@code TERM} … */
  public static void send(String signal, Process child) throws IOException, InterruptedException {
    int code = ChildJvm.start(List.of("kill", "-" + signal, Long.toString(child.pid()))).waitFor();
    if (code != 0) {
      throw new IllegalStateException("kill -" + signal + " " + child.pid() + ": " + code);
    }
  }
}
