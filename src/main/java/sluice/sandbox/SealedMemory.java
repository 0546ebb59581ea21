package sluice.sandbox;

import java.io.File;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Memory of a fixed size that two processes share: a memfd, sealed against shrinking, growing and
 * further seals, and against being executed where the kernel knows that (from 6.3). Without the
 * seals the other process could cut it off, and the next look at it would end this one (SIGBUS).
 * Not bound to the size of {@code /dev/shm}. Thread-safe.
 */
public final class SealedMemory implements AutoCloseable {
  private static final int CLOSE_ON_EXEC = 1;
  private static final int ALLOW_SEALING = 2;

  /** Never a program; where {@code vm.memfd_noexec} is 2, nothing else is made. */
  static final int NEVER_EXECUTED = 8;

  private static final int ADD_SEALS = 1033;
  private static final int SEAL_SEALS = 1;
  private static final int SEAL_SHRINK = 2;
  private static final int SEAL_GROW = 4;

  private static final int PROTECT_READ = 1;
  private static final int PROTECT_WRITE = 2;
  private static final int MAP_SHARED = 1;

  /** Room for a {@code struct stat}, and where its size is on both processors. */
  private static final long STAT_BYTES = 144;

  private static final long STAT_SIZE_AT = 48;

  private static final AtomicInteger OPEN = new AtomicInteger();

  private final int descriptor;
  private final long bytes;
  private final AtomicBoolean closed = new AtomicBoolean();

  private SealedMemory(int descriptor, long bytes) {
    this.descriptor = descriptor;
    this.bytes = bytes;
    OPEN.incrementAndGet();
  }

  /** Whether this system has such memory: Linux, on x86-64 and aarch64. */
  public static boolean isPossible() {
    return Kernel.IS_KNOWN;
  }

  /**
   * Fresh memory, all zero; pages are taken when first touched.
   *
   * @param name seen in the list of a process's mappings only
   * @param bytes positive
   * @throws IllegalStateException the system has none, or isn't Linux
   */
  public static SealedMemory create(String name, long bytes) {
    if (bytes <= 0) {
      throw new IllegalArgumentException("bytes: " + bytes + " (expected: > 0)");
    }
    try (Arena arena = Arena.ofConfined()) {
      long descriptor = descriptor(arena.allocateFrom(name));
      try {
        Kernel.require(SystemCall.FTRUNCATE, descriptor, bytes);
        Kernel.require(
            SystemCall.FCNTL, descriptor, ADD_SEALS, SEAL_SHRINK | SEAL_GROW | SEAL_SEALS);
      } catch (IllegalStateException e) {
        Descriptors.close(descriptor);
        throw e;
      }
      return new SealedMemory((int) descriptor, bytes);
    }
  }

  private static long descriptor(MemorySegment name) {
    int flags = CLOSE_ON_EXEC | ALLOW_SEALING;
    long descriptor = Kernel.call(SystemCall.MEMFD_CREATE, name.address(), flags | NEVER_EXECUTED);
    return descriptor == -Errno.EINVAL
        ? Kernel.require(SystemCall.MEMFD_CREATE, name.address(), flags)
        : Kernel.require(descriptor, SystemCall.MEMFD_CREATE);
  }

  /**
   * What a child gets as its standard output, by {@code ProcessBuilder.Redirect.appendTo}; valid in
   * this process until closed.
   */
  public File inheritable() {
    return new File(Descriptors.path(openDescriptor()));
  }

  /** The whole, to be read until {@link #unmap}; from any thread, also after closing. */
  public MemorySegment mapReadOnly() {
    return map(openDescriptor(), bytes, PROTECT_READ).asReadOnly();
  }

  /**
   * Gives the addresses of a mapping back. Whoever reads there afterwards ends the process: call it
   * once, when nobody has the segment any more.
   */
  public static void unmap(MemorySegment mapped) {
    Kernel.require(SystemCall.MUNMAP, mapped.address(), mapped.byteSize());
  }

  /**
   * In the child: the whole memory behind one of its descriptors, to be read and written. The
   * descriptor may have been given for writing only.
   *
   * @param fd 1 for memory that is the standard output
   * @throws IllegalStateException it is no such memory
   */
  public static MemorySegment mapDescriptor(int fd) {
    long descriptor = Descriptors.open(Descriptors.path(fd), Descriptors.READ_WRITE);
    if (descriptor < 0) {
      throw new IllegalStateException("shared memory: " + Errno.text(-descriptor));
    }
    try {
      return map((int) descriptor, size((int) descriptor), PROTECT_READ | PROTECT_WRITE);
    } finally {
      Descriptors.close(descriptor);
    }
  }

  /** Closes the descriptor; mappings stay, here and in the child. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      Descriptors.close(descriptor);
      OPEN.decrementAndGet();
    }
  }

  /** Descriptors of the whole process that are not closed yet; for tests. */
  public static int open() {
    return OPEN.get();
  }

  private int openDescriptor() {
    if (closed.get()) {
      throw new IllegalStateException("the shared memory is closed");
    }
    return descriptor;
  }

  private static MemorySegment map(int descriptor, long bytes, int protection) {
    long address = Kernel.require(SystemCall.MMAP, 0, bytes, protection, MAP_SHARED, descriptor, 0);
    return MemorySegment.ofAddress(address).reinterpret(bytes);
  }

  private static long size(int descriptor) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment stat = arena.allocate(STAT_BYTES, Long.BYTES);
      Kernel.require(SystemCall.FSTAT, descriptor, stat.address());
      return stat.get(ValueLayout.JAVA_LONG, STAT_SIZE_AT);
    }
  }
}
