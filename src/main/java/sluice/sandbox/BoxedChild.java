package sluice.sandbox;

import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A process that a {@link BoxingThread} started. Java's own would be waited for by a thread that
 * the starting thread makes, which would live in the box and hand it on.
 */
final class BoxedChild extends Process {
  private static final int BY_PID = 1;
  private static final int EXITED = 4;
  private static final int LEAVE_WAITABLE = 0x0100_0000;
  private static final long SIGNAL_INFO_BYTES = 128;

  private static final int TERMINATE = 15;
  private static final int KILL = 9;

  /** Of a status: the signal that ended it, or 0; and where its exit code is. */
  private static final int SIGNAL_MASK = 0x7f;

  private static final int CODE_SHIFT = 8;
  private static final int CODE_MASK = 0xff;

  /** What Java adds to the number of a signal. */
  private static final int SIGNALLED = 0x80;

  private final long pid;
  private final OutputStream input;
  private final InputStream output;
  private final InputStream error;
  private final CompletableFuture<Integer> exit = new CompletableFuture<>();
  private final Object lock = new Object();

  /** Its number may be another process's from then on; guarded by the lock. */
  private boolean reaped;

  private BoxedChild(long pid, StandardStreams streams) {
    this.pid = pid;
    this.input = streams.input();
    this.output = streams.output();
    this.error = streams.error();
  }

  /** The process with a number, which a thread waits for from now on. */
  static BoxedChild watch(long pid, StandardStreams streams) {
    BoxedChild child = new BoxedChild(pid, streams);
    Thread.ofPlatform().daemon().name("sandbox-process-" + pid).start(child::await);
    return child;
  }

  /** Kills a process that nobody waits for, and waits for its end. */
  static void end(long pid) {
    Kernel.call(SystemCall.KILL, pid, KILL);
    while (Kernel.call(SystemCall.WAIT4, pid, 0, 0, 0) == -Errno.EINTR) {
      // it ends in no time
    }
  }

  @Override
  public OutputStream getOutputStream() {
    return input;
  }

  @Override
  public InputStream getInputStream() {
    return output;
  }

  @Override
  public InputStream getErrorStream() {
    return error;
  }

  @Override
  public int waitFor() throws InterruptedException {
    try {
      return exit.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public boolean waitFor(long timeout, TimeUnit unit) throws InterruptedException {
    try {
      exit.get(timeout, unit);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public boolean waitFor(Duration duration) throws InterruptedException {
    return waitFor(TimeUnit.NANOSECONDS.convert(duration), TimeUnit.NANOSECONDS);
  }

  @Override
  public int exitValue() {
    if (!exit.isDone()) {
      throw new IllegalThreadStateException("the process hasn't ended");
    }
    return exit.join();
  }

  @Override
  public boolean isAlive() {
    return !exit.isDone();
  }

  @Override
  public void destroy() {
    signal(TERMINATE);
  }

  @Override
  public Process destroyForcibly() {
    signal(KILL);
    return this;
  }

  @Override
  public boolean supportsNormalTermination() {
    return true;
  }

  @Override
  public long pid() {
    return pid;
  }

  @Override
  public CompletableFuture<Process> onExit() {
    return exit.handleAsync((code, failure) -> this);
  }

  /** {@inheritDoc} Only while it lives. */
  @Override
  public ProcessHandle toHandle() {
    return ProcessHandle.of(pid)
        .orElseThrow(() -> new UnsupportedOperationException("the process has ended"));
  }

  private void signal(int number) {
    synchronized (lock) {
      if (!reaped) {
        Kernel.call(SystemCall.KILL, pid, number);
      }
    }
  }

  private void await() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = arena.allocate(SIGNAL_INFO_BYTES, Long.BYTES);
      long result;
      do {
        result =
            Kernel.call(SystemCall.WAITID, BY_PID, pid, info.address(), EXITED | LEAVE_WAITABLE, 0);
      } while (result == -Errno.EINTR);
      exit.complete(reap(arena.allocate(ValueLayout.JAVA_INT)));
    } catch (RuntimeException | Error e) {
      exit.completeExceptionally(e);
      throw e;
    }
  }

  private int reap(MemorySegment status) {
    synchronized (lock) {
      Kernel.call(SystemCall.WAIT4, pid, status.address(), 0, 0);
      reaped = true;
    }
    int value = status.get(ValueLayout.JAVA_INT, 0);
    int signal = value & SIGNAL_MASK;
    return signal == 0 ? value >> CODE_SHIFT & CODE_MASK : SIGNALLED + signal;
  }
}
