package sluice.cli.terminal;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Map;

/**
 * Signals that the launcher gave to the process blocked and ignored, so that the system keeps those
 * that come before there are handlers. The JVM offers no way to undo that: it installs no handler
 * over a signal that is ignored. Linux only, as the launcher's part is.
 */
final class BlockedSignals {
  /** Set by the launcher: names of signals with commas between, such as {@code HUP,INT,TERM}. */
  static final String PROPERTY = "sluice.signals.held";

  /** Numbers of POSIX, which Linux has on all processors. */
  private static final Map<String, Integer> NUMBERS = Map.of("HUP", 1, "INT", 2, "TERM", 15);

  private static final MemorySegment SIG_DFL = MemorySegment.NULL;
  private static final MemorySegment SIG_ERR = MemorySegment.ofAddress(-1);
  private static final int SIG_UNBLOCK = 1;

  /** Of {@code sigset_t} in glibc and musl; the first word has signals 1 to 64. */
  private static final long SIGSET_BYTES = 128;

  private final List<Integer> numbers;

  private BlockedSignals(List<Integer> numbers) {
    this.numbers = numbers;
  }

  /** What the launcher says; none where another one started the JVM. */
  static BlockedSignals ofLauncher() {
    String names = System.getProperty(PROPERTY, "");
    return new BlockedSignals(
        List.of(names.split(",", -1)).stream()
            .filter(NUMBERS::containsKey)
            .map(NUMBERS::get)
            .toList());
  }

  /** They are ignored no more; as long as they are blocked, none is delivered. */
  void setDefaults() {
    if (numbers.isEmpty()) {
      return;
    }
    MethodHandle signal =
        function(
            "signal",
            FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
    for (int number : numbers) {
      try {
        if (((MemorySegment) signal.invokeExact(number, SIG_DFL)).equals(SIG_ERR)) {
          throw new IllegalStateException("signal " + number + " can't be handled");
        }
      } catch (RuntimeException | Error e) {
        throw e;
      } catch (Throwable e) {
        throw new LinkageError("signal", e);
      }
    }
  }

  /** Lets this thread, and those that it starts later, take them: what was kept comes now. */
  void unblock() {
    if (numbers.isEmpty()) {
      return;
    }
    MethodHandle mask =
        function(
            "pthread_sigmask",
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment set = arena.allocate(SIGSET_BYTES, Long.BYTES);
      long bits = 0;
      for (int number : numbers) {
        bits |= 1L << (number - 1);
      }
      set.set(ValueLayout.JAVA_LONG, 0, bits);
      int error = (int) mask.invokeExact(SIG_UNBLOCK, set, MemorySegment.NULL);
      if (error != 0) {
        throw new IllegalStateException("signals can't be unblocked: error " + error);
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new LinkageError("pthread_sigmask", e);
    }
  }

  private static MethodHandle function(String name, FunctionDescriptor signature) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), signature);
  }
}
