package sluice.app.doctor;

import java.util.Locale;

/** Sizes for messages. */
final class Sizes {
  static final long MIB = 1L << 20;
  static final long GIB = 1L << 30;

  private Sizes() {}

  /** As {@code 512 MiB} and {@code 12.5 GiB}. */
  static String text(long bytes) {
    return bytes < GIB
        ? bytes / MIB + " MiB"
        : String.format(Locale.ROOT, "%.1f GiB", (double) bytes / GIB);
  }
}
