package sluice.sandbox;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.OptionalLong;

/** What a boxed process does itself, in the child. */
public final class ChildProcess {
  private static final int KILL = 9;

  /** SIGHUP, SIGINT, SIGTERM. */
  private static final List<Integer> REQUESTS_TO_END = List.of(1, 2, 15);

  /** {@code SIG_IGN}: the first word of what the kernel is told to do with a signal. */
  private static final long IGNORE = 1;

  /** The kernel's {@code struct sigaction}: what is done, flags, a return, a mask of 64 signals. */
  private static final long SIGNAL_ACTION_BYTES = 4 * Long.BYTES;

  private static final int LIMIT_FILE_SIZE = 1;
  private static final int LIMIT_CORE = 4;
  private static final int READABLE = 1;
  private static final long MILLIS_IN_SECOND = 1000;
  private static final long NANOS_IN_MILLI = 1_000_000;

  private ChildProcess() {}

  /**
   * Ignores requests to end by signals: they may come to this process because they came to its
   * whole group, as from a terminal's keys or a service manager, and it has to go on until the
   * service leaves it. It still ends with the service, and by SIGKILL.
   */
  public static void ignoreRequestsToEnd() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment action = arena.allocate(SIGNAL_ACTION_BYTES, Long.BYTES);
      action.set(ValueLayout.JAVA_LONG, 0, IGNORE);
      for (int signal : REQUESTS_TO_END) {
        Kernel.call(SystemCall.RT_SIGACTION, signal, action.address(), 0, Long.BYTES);
      }
    }
  }

  /**
   * Locks this process for good, all its threads, once its libraries are loaded: no programs,
   * processes, signals to others, sockets but those allowed; no core, no file that grows; and it
   * ends with its parent, for which it waits until the thread that started it has gone. What can't
   * be had is left out and reported. There is no limit for threads: the kernel counts them for the
   * whole user, with those of the parent.
   *
   * @param sockets whether it may connect by TCP, to the ports of its box, and accept connections
   *     where it listens already
   * @param datagrams whether it may use UDP as well
   * @return what is in force, of the box that it was started in too
   */
  public static BoxStatus lock(boolean sockets, boolean datagrams) {
    if (!Kernel.IS_KNOWN) {
      return BoxedProcess.available();
    }
    Walls walls = new Walls();
    limit(LIMIT_CORE);
    limit(LIMIT_FILE_SIZE);
    control(ProcessControl.SET_DUMPABLE, 0);
    OptionalLong starter = StartingThread.ofThisProcess();
    boolean dies =
        (starter.isEmpty() || StartingThread.awaitEnd(starter.getAsLong()))
            && control(ProcessControl.SET_DEATH_SIGNAL, KILL) >= 0;
    walls.check(dies, "its end with its parent's", "the system refuses it");
    control(ProcessControl.SET_NO_NEW_PRIVILEGES, 1);
    boolean bare = !Capabilities.has();
    int version = Math.max(0, Landlock.version());
    long filter = SystemCallFilter.install(sockets, datagrams);
    return walls.status(
        starter.isPresent() ? version : 0,
        version == 0 ? "Landlock is not in this kernel" : "it was started without a box",
        !sockets && filter == 0,
        filter == 0 ? "" : "seccomp: " + Errno.text(Math.abs(filter)),
        bare);
  }

  /**
   * Whether something can be read from a descriptor within the given time, or it has been closed by
   * the other side.
   */
  public static boolean isReadable(int fd, int millis) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment poll = arena.allocate(Long.BYTES, Long.BYTES);
      poll.set(ValueLayout.JAVA_INT, 0, fd);
      poll.set(ValueLayout.JAVA_SHORT, Integer.BYTES, (short) READABLE);
      MemorySegment time = arena.allocate(2 * Long.BYTES, Long.BYTES);
      time.set(ValueLayout.JAVA_LONG, 0, millis / MILLIS_IN_SECOND);
      time.set(ValueLayout.JAVA_LONG, Long.BYTES, millis % MILLIS_IN_SECOND * NANOS_IN_MILLI);
      while (true) {
        // The kernel leaves the rest of the time behind, for another try.
        long ready = Kernel.call(SystemCall.PPOLL, poll.address(), 1, time.address(), 0, 0);
        if (ready != -Errno.EINTR) {
          return ready > 0;
        }
      }
    }
  }

  private static void limit(int resource) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment none = arena.allocate(2 * Long.BYTES, Long.BYTES);
      Kernel.call(SystemCall.PRLIMIT64, 0, resource, none.address(), 0);
    }
  }

  private static long control(int option, int value) {
    return Kernel.call(SystemCall.PRCTL, option, value, 0, 0, 0);
  }
}
