package sluice.sandbox;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Root's powers, of which each thread has its own set. */
final class Capabilities {
  /** Numbers that the kernel's sets have room for. */
  static final int MOST = 64;

  private static final int VERSION_3 = 0x2008_0522;

  /** Version, and the thread: 0 is the calling one. */
  private static final long HEADER_BYTES = 2 * Integer.BYTES;

  /** Twice effective, permitted, inheritable: the low and the high 32 bits. */
  private static final long SETS_BYTES = 2 * 3 * Integer.BYTES;

  private static final int PERMITTED_LOW = 1;
  private static final int PERMITTED_HIGH = 4;

  private Capabilities() {}

  /** The header of {@code capget} and {@code capset} for the calling thread. */
  static MemorySegment header(Arena arena) {
    MemorySegment header = arena.allocate(HEADER_BYTES, Integer.BYTES);
    header.set(ValueLayout.JAVA_INT, 0, VERSION_3);
    return header;
  }

  /** Sets with nothing in them. */
  static MemorySegment noSets(Arena arena) {
    return arena.allocate(SETS_BYTES, Integer.BYTES);
  }

  /** Whether the calling thread has any; true also where the system doesn't say. */
  static boolean has() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment sets = noSets(arena);
      long result = Kernel.call(SystemCall.CAPGET, header(arena).address(), sets.address());
      return result < 0
          || sets.getAtIndex(ValueLayout.JAVA_INT, PERMITTED_LOW) != 0
          || sets.getAtIndex(ValueLayout.JAVA_INT, PERMITTED_HIGH) != 0;
    }
  }
}
