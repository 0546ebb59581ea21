package sluice.sandbox;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The thread that started a boxed process, which a variable of its environment tells it. To the
 * kernel that thread is its parent until it has gone: the end of the thread, not of the whole
 * service, is what a death signal set before that would tell of.
 */
final class StartingThread {
  private static final String VARIABLE = "SANDBOX_THREAD";
  private static final int DIGITS = 10;
  private static final int BASE = 10;
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private StartingThread() {}

  /**
   * Whether the variable has this name: one that this process itself was started with isn't meant.
   */
  static boolean isNamed(String name) {
    return name.equals(VARIABLE);
  }

  /** The variable, with room for the number that {@link #write} puts there. */
  static String variable() {
    return VARIABLE + "=" + "0".repeat(DIGITS);
  }

  /** Puts the calling thread's number into a copy of the variable. */
  static void write(MemorySegment variable) {
    long rest = Kernel.call(SystemCall.GETTID);
    for (int i = DIGITS; i > 0; i--) {
      variable.set(ValueLayout.JAVA_BYTE, VARIABLE.length() + i, (byte) ('0' + rest % BASE));
      rest /= BASE;
    }
  }

  /** The number of the one that started this process; empty where this has no box. */
  static OptionalLong ofThisProcess() {
    String number = System.getenv(VARIABLE);
    return number == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(number));
  }

  /**
   * Waits until a thread of this process's parent has gone, or the parent itself; that takes no
   * time but on a machine that is overloaded.
   *
   * @return whether it has, within 10 s
   */
  static boolean awaitEnd(long thread) {
    long until = System.nanoTime() + LONGEST_NANOS;
    while (!hasEnded(Kernel.call(SystemCall.GETPPID), thread)) {
      if (System.nanoTime() - until > 0) {
        return false;
      }
      LockSupport.parkNanos(STEP_NANOS);
    }
    return true;
  }

  /** Asks by a signal that isn't sent: refused or not, that is of one that is there. */
  static boolean hasEnded(long process, long thread) {
    return Kernel.call(SystemCall.TGKILL, process, thread, 0) == -Errno.ESRCH;
  }
}
