package sluice.sandbox;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Starts a process inside a box: on a thread of its own, which first gives up its capabilities,
 * sets {@code no_new_privs} and restricts itself by Landlock. The child inherits all that; the
 * other threads of this process stay free. Beside its standard streams the child gets no
 * descriptor.
 */
public final class BoxedProcess {
  private static final String LEAST_WORTHY_OF_MEMORY = "1000";

  private BoxedProcess() {}

  /**
   * Starts the process that a builder describes, inside as much of a box as {@link #available}
   * says, in a process group of its own, and with a variable more by which {@link ChildProcess}
   * knows of the box; where there is none, without all that. From any thread; the thread that
   * starts it ends, which {@link ChildProcess#lock} waits for.
   *
   * @param builder without a folder of its own; the program by its path
   * @throws IOException it can't be started, or the box can't be closed: nothing runs then
   * @throws InterruptedIOException the caller was interrupted; what was started is killed
   */
  public static Process start(ProcessBuilder builder, BoxRules rules) throws IOException {
    if (!Available.BOXES) {
      Process process = builder.start();
      preferForKilling(process.pid());
      return process;
    }
    if (builder.directory() != null) {
      throw new IllegalArgumentException("a boxed process stays in the folder of this one");
    }
    Process process = startBoxed(builder, rules);
    if (Thread.currentThread().isInterrupted()) {
      process.destroyForcibly();
      StandardStreams.close(
          process.getOutputStream(), process.getInputStream(), process.getErrorStream());
      throw new InterruptedIOException("interrupted while a process was started");
    }
    return process;
  }

  /** What this machine can do, found out once. */
  public static BoxStatus available() {
    return Available.STATUS;
  }

  private static Process startBoxed(ProcessBuilder builder, BoxRules rules) throws IOException {
    int landlock = Available.STATUS.landlockVersion();
    int ruleset = landlock > 0 ? Landlock.ruleset(landlock, rules) : -1;
    try (StandardStreams streams = StandardStreams.open(builder)) {
      try {
        return watched(BoxingThread.start(builder, streams.ofChild(), ruleset), streams);
      } catch (IOException | RuntimeException | Error e) {
        closeOfParent(streams, e);
        throw e;
      }
    } finally {
      if (ruleset >= 0) {
        Descriptors.close(ruleset);
      }
    }
  }

  private static void closeOfParent(StandardStreams streams, Throwable cause) {
    try {
      streams.closeOfParent();
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  /** The process; where memory or threads ran out it is ended. */
  private static Process watched(long pid, StandardStreams streams) {
    try {
      preferForKilling(pid);
      return BoxedChild.watch(pid, streams);
    } catch (RuntimeException | Error e) {
      BoxedChild.end(pid);
      throw e;
    }
  }

  /** The kernel takes it first where memory is short; the child itself may not write that file. */
  private static void preferForKilling(long pid) {
    try {
      Files.writeString(
          Path.of("/proc", Long.toString(pid), "oom_score_adj"), LEAST_WORTHY_OF_MEMORY);
    } catch (IOException e) {
      // It has ended, or there is no such file: no wall depends on it.
    }
  }

  private static final class Available {
    static final boolean BOXES = Kernel.IS_KNOWN && BoxingThread.isPossible();
    static final BoxStatus STATUS = find();

    private static BoxStatus find() {
      String elsewhere =
          Kernel.IS_KNOWN
              ? "the kernel is older than 5.11, or a filter of the container or the unit refuses"
                  + " close_range, capset or prctl"
              : "only on Linux, on x86-64 and aarch64";
      if (!BOXES) {
        return new Walls().status(0, elsewhere, false, elsewhere, false);
      }
      int landlock = Landlock.version();
      long seccomp = SystemCallFilter.availability();
      return new Walls()
          .status(
              Math.max(0, landlock),
              landlock > 0 ? "" : "Landlock: " + Errno.text(-landlock),
              false,
              seccomp >= 0 ? "" : "seccomp: " + Errno.text(-seccomp),
              true);
    }
  }
}
