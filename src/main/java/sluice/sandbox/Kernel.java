package sluice.sandbox;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Locale;

/**
 * Calls into Linux: any system call by the C library's {@code syscall}, and {@code posix_spawnp},
 * which a JVM can't do by system calls alone. Nothing is linked before the first call.
 */
final class Kernel {
  /** Whether this is a system that the numbers of this package are those of. */
  static final boolean IS_KNOWN =
      System.getProperty("os.name", "").equals("Linux") && Processor.CURRENT != Processor.OTHER;

  private static final int ARGUMENTS = 6;

  /** More than {@code posix_spawnattr_t} has in the C libraries: 336. */
  private static final long SPAWN_ATTRIBUTES_BYTES = 512;

  /** {@code POSIX_SPAWN_SETPGROUP}; which group is 0, its own, unless told otherwise. */
  private static final short SPAWN_OWN_GROUP = 2;

  private Kernel() {}

  /**
   * Calls the system.
   *
   * @param arguments at most six; an address is that of memory which the caller keeps alive
   * @return what the call returned, or the negative error number
   */
  static long call(SystemCall call, long... arguments) {
    if (!IS_KNOWN || !call.exists()) {
      return -Errno.ENOSYS;
    }
    long[] all = new long[ARGUMENTS];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(Functions.STATE);
      long result =
          (long)
              Functions.SYSCALL.invokeExact(
                  state, (long) call.number(), all[0], all[1], all[2], all[3], all[4], all[5]);
      return result == -1 ? -(long) (int) Functions.ERRNO.get(state, 0L) : result;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new LinkageError("syscall", e);
    }
  }

  /**
   * The same for a call that fails only where something is wrong that its caller can't mend.
   *
   * @throws IllegalStateException it failed
   */
  static long require(SystemCall call, long... arguments) {
    return require(call(call, arguments), call);
  }

  /**
   * What a call returned that has been made.
   *
   * @throws IllegalStateException it failed
   */
  static long require(long result, SystemCall call) {
    if (result < 0) {
      throw new IllegalStateException(
          call.name().toLowerCase(Locale.ROOT) + ": " + Errno.text(-result));
    }
    return result;
  }

  /**
   * For {@link #spawn}: a program in a process group of its own, so that keys of a terminal don't
   * end it before this process has had its say.
   */
  static MemorySegment ownGroup(Arena arena) {
    MemorySegment attributes = arena.allocate(SPAWN_ATTRIBUTES_BYTES, Long.BYTES);
    try {
      if ((int) Functions.SPAWN_ATTRIBUTES.invokeExact(attributes) != 0
          || (int) Functions.SPAWN_FLAGS.invokeExact(attributes, SPAWN_OWN_GROUP) != 0) {
        throw new IllegalStateException("posix_spawnattr_setflags");
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new LinkageError("posix_spawnattr_setflags", e);
    }
    return attributes;
  }

  /**
   * Starts a program; it inherits what the calling thread has and may.
   *
   * @param pid 4 bytes for its number
   * @param attributes as {@link #ownGroup} makes them
   * @return 0 or an error number
   */
  static int spawn(
      MemorySegment pid,
      MemorySegment program,
      MemorySegment attributes,
      MemorySegment words,
      MemorySegment variables) {
    try {
      return (int)
          Functions.SPAWN.invokeExact(
              pid, program, MemorySegment.NULL, attributes, words, variables);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new LinkageError("posix_spawnp", e);
    }
  }

  /** Links everything, for a thread that couldn't read the classes for it any more. */
  static void prepare() {
    call(SystemCall.GETPID);
    MethodHandle spawn = Functions.SPAWN;
    if (spawn.type().parameterCount() != ARGUMENTS) {
      throw new IllegalStateException("posix_spawnp: " + spawn.type());
    }
  }

  private static final class Functions {
    static final StructLayout STATE = Linker.Option.captureStateLayout();
    static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    static final MethodHandle SYSCALL =
        bind(
            "syscall",
            FunctionDescriptor.of(
                JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG,
                JAVA_LONG),
            Linker.Option.captureCallState("errno"),
            Linker.Option.firstVariadicArg(1));
    static final MethodHandle SPAWN =
        bind(
            "posix_spawnp",
            FunctionDescriptor.of(
                JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS));
    static final MethodHandle SPAWN_ATTRIBUTES =
        bind("posix_spawnattr_init", FunctionDescriptor.of(JAVA_INT, ValueLayout.ADDRESS));
    static final MethodHandle SPAWN_FLAGS =
        bind(
            "posix_spawnattr_setflags",
            FunctionDescriptor.of(JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_SHORT));

    private static MethodHandle bind(
        String name, FunctionDescriptor descriptor, Linker.Option... options) {
      Linker linker = Linker.nativeLinker();
      return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor, options);
    }
  }
}
