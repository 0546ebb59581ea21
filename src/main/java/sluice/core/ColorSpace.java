package sluice.core;

/**
 * What turns a picture's luma and chroma into red, green and blue.
 *
 * @param matrix the coefficients
 * @param fullRange whether luma uses 0 to 255 ("jpeg", "pc") rather than 16 to 235 ("mpeg", "tv")
 */
public record ColorSpace(Matrix matrix, boolean fullRange) {

  /** Coefficient sets that streams name; an untagged stream is taken by its size, as players do. */
  public enum Matrix {
    /** ITU-R BT.601 (smpte170m, bt470bg): standard definition. */
    BT601,
    /** ITU-R BT.709: high definition. */
    BT709,
    /** ITU-R BT.2020, non-constant luminance. */
    BT2020,
    /** US FCC 1953. */
    FCC,
    /** SMPTE 240M. */
    SMPTE240M
  }
}
