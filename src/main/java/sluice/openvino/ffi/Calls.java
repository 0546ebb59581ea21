package sluice.openvino.ffi;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Calls a bound function, one method for each shape of arguments. They are small, so that the
 * compiler folds the constant handle of the caller into the call.
 */
final class Calls {
  private Calls() {}

  static int status(MethodHandle function, MemorySegment a) {
    try {
      return (int) function.invokeExact(a);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  static int status(MethodHandle function, MemorySegment a, MemorySegment b) {
    try {
      return (int) function.invokeExact(a, b);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  static int status(MethodHandle function, MemorySegment a, MemorySegment b, MemorySegment c) {
    try {
      return (int) function.invokeExact(a, b, c);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  static int status(
      MethodHandle function, MemorySegment a, MemorySegment b, MemorySegment c, MemorySegment d) {
    try {
      return (int) function.invokeExact(a, b, c, d);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  static int status(MethodHandle function, MemorySegment a, long index, MemorySegment b) {
    try {
      return (int) function.invokeExact(a, index, b);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  static int status(MethodHandle function, MemorySegment a, int value) {
    try {
      return (int) function.invokeExact(a, value);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  static int status(MethodHandle function, int value, MemorySegment a, MemorySegment b) {
    try {
      return (int) function.invokeExact(value, a, b);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  static int status(
      MethodHandle function, int value, MemorySegment a, MemorySegment b, MemorySegment c) {
    try {
      return (int) function.invokeExact(value, a, b, c);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  static int status(MethodHandle function, MemorySegment a, MemorySegment b, int value) {
    try {
      return (int) function.invokeExact(a, b, value);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  static int status(
      MethodHandle function,
      MemorySegment a,
      MemorySegment b,
      long size,
      MemorySegment c,
      MemorySegment d) {
    try {
      return (int) function.invokeExact(a, b, size, c, d);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  static int status(
      MethodHandle function, MemorySegment a, MemorySegment b, MemorySegment c, long size) {
    try {
      return (int) function.invokeExact(a, b, c, size);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  static void free(MethodHandle function, MemorySegment a) {
    try {
      function.invokeExact(a);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  /**
   * What can leave a downcall is unchecked: a closed arena, a wrong thread, an error of the JVM.
   */
  static RuntimeException unchecked(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown instanceof RuntimeException exception) {
      return exception;
    }
    return new IllegalStateException("a native call threw a checked exception", thrown);
  }
}
