package sluice.sandbox;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.util.Collections;

/** Functions of the C library, as a decoder that was taken over would call them. */
final class Libc {
  private Libc() {}

  /** What a function returned, or the negative error number. */
  static long call(String function, long... arguments) {
    FunctionDescriptor descriptor =
        FunctionDescriptor.of(
            JAVA_INT,
            Collections.nCopies(arguments.length, JAVA_LONG).toArray(MemoryLayout[]::new));
    Linker linker = Linker.nativeLinker();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(Linker.Option.captureStateLayout());
      Object[] all = new Object[arguments.length + 1];
      all[0] = state;
      for (int i = 0; i < arguments.length; i++) {
        all[i + 1] = arguments[i];
      }
      int result =
          (int)
              linker
                  .downcallHandle(
                      linker.defaultLookup().findOrThrow(function),
                      descriptor,
                      Linker.Option.captureCallState("errno"))
                  .invokeWithArguments(all);
      return result == -1 ? -state.get(JAVA_INT, 0) : result;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new LinkageError(function, e);
    }
  }
}
