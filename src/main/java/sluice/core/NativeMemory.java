package sluice.core;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the native memory that pictures, canvases and tensors hold. What takes memory says so, and
 * says the same number when it gives it back. Thread-safe.
 */
public final class NativeMemory {
  private static final LongAdder BYTES = new LongAdder();

  private NativeMemory() {}

  /** So many bytes were taken. */
  public static void taken(long bytes) {
    BYTES.add(bytes);
  }

  /** So many bytes were given back. */
  public static void givenBack(long bytes) {
    BYTES.add(-bytes);
  }

  /** Bytes that are held now. */
  public static long bytes() {
    return BYTES.sum();
  }
}
