package sluice.sandbox;

import java.lang.foreign.Arena;

/** File descriptors as the kernel counts them. */
final class Descriptors {
  static final int READ_ONLY = 0;
  static final int WRITE_ONLY = 1;
  static final int READ_WRITE = 2;
  static final int CREATE = 0x40;
  static final int TRUNCATE = 0x200;
  static final int APPEND = 0x400;

  /** Closed in programs that this process starts. */
  static final int CLOSE_ON_EXEC = 0x80000;

  /** Opened as a name only: neither read nor written, no right is needed. */
  static final int NAME_ONLY = 0x200000;

  /** The first that isn't one of the three standard ones. */
  static final int FIRST_OTHER = 3;

  private static final int CURRENT_FOLDER = -100;
  private static final int DUPLICATE_CLOSE_ON_EXEC = 1030;
  private static final int CREATED_MODE = 0b110_110_110;

  private Descriptors() {}

  /**
   * Opens a file, closed in programs that are started.
   *
   * @return the descriptor, or the negative error number
   */
  static long open(String path, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      return Kernel.call(
          SystemCall.OPENAT,
          CURRENT_FOLDER,
          arena.allocateFrom(path).address(),
          flags | CLOSE_ON_EXEC,
          CREATED_MODE);
    }
  }

  /** Another number for it that isn't one of the three standard ones; the given one is closed. */
  static int aboveStandard(int descriptor) {
    if (descriptor >= FIRST_OTHER) {
      return descriptor;
    }
    long other = Kernel.require(SystemCall.FCNTL, descriptor, DUPLICATE_CLOSE_ON_EXEC, FIRST_OTHER);
    close(descriptor);
    return (int) other;
  }

  /** Closes it; there is nothing to be done about an error. */
  static void close(long descriptor) {
    Kernel.call(SystemCall.CLOSE, descriptor);
  }

  /** The file by which this process opens one of its descriptors again. */
  static String path(long descriptor) {
    return "/proc/self/fd/" + descriptor;
  }
}
