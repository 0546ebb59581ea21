package sluice.core;

/**
 * Which way a line is crossed. {@link #IN} is to the left of the arrow from its first point to its
 * second as it is seen in the picture: upwards for an arrow to the right.
 */
public enum Direction {
  IN,
  OUT;

  /** The other way. */
  public Direction opposite() {
    return this == IN ? OUT : IN;
  }
}
