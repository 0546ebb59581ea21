package sluice.video.isolation.protocol;

/**
 * How what is told is framed: four bytes by which it is told from text that libraries write, the
 * length of what follows, the kind in one byte, then its values; numbers begin with the highest
 * byte.
 */
final class Frames {
  /** No text begins so: the first byte is none of UTF-8. */
  static final int MAGIC = 0xFE_53_4C_43;

  /** {@link #MAGIC} and length. */
  static final int HEADER_BYTES = 2 * Integer.BYTES;

  private Frames() {}
}
