package sluice.video.isolation.remote;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits for a process's end within limits, whether or not the waiting thread is interrupted. */
final class ProcessExit {
  /** In which a process leaves its camera and ends when it is told to. */
  static final Duration LEAVING_LIMIT = Duration.ofSeconds(1);

  /** In which a process that was killed is gone. */
  private static final Duration KILL_LIMIT = Duration.ofSeconds(5);

  private ProcessExit() {}

  /** Whether a process that can't say anything any more ends soon by itself. */
  static boolean isSoon(Process process) {
    return await(process, LEAVING_LIMIT);
  }

  /** The exit code; kills a process that goes on though it has nobody to talk to. */
  static int code(Process process) {
    if (!await(process, LEAVING_LIMIT)) {
      process.destroyForcibly();
      if (!await(process, KILL_LIMIT)) {
        return ExitText.SIGNALLED + ExitText.KILL;
      }
    }
    return process.exitValue();
  }

  /** An interrupt says that the stream is being stopped, and is kept for whoever asks for it. */
  private static boolean await(Process process, Duration limit) {
    long until = System.nanoTime() + limit.toNanos();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return process.waitFor(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
