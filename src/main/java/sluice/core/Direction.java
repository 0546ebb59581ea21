package sluice.core;

import java.util.Locale;

/**
 * Which way a line is crossed. {@link #IN} is to the left of the arrow from its first point to its
 * second as it is seen in the picture: upwards for an arrow to the right.
 */
public enum Direction {
  IN,
  OUT;

  /** The direction in metrics and files: {@code in}, {@code out}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
