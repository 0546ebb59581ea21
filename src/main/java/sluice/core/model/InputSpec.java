package sluice.core.model;

/**
 * The picture that a model takes: 8-bit unsigned, one picture, packed pixels, rows without padding
 * (NHWC, N = 1, C = 3).
 *
 * @param width pixels
 * @param height pixels
 * @param channels order of the colours
 * @param sizeTold whether further inputs tell the model the picture's size, to which it scales its
 *     boxes; it is told the size of this input
 */
public record InputSpec(int width, int height, ChannelOrder channels, boolean sizeTold) {

  /** A model that takes nothing but the picture. */
  public InputSpec(int width, int height, ChannelOrder channels) {
    this(width, height, channels, false);
  }

  /** Bytes of one row. */
  public int stride() {
    return width * 3;
  }

  /** Bytes of the whole picture. */
  public long byteSize() {
    return (long) stride() * height;
  }
}
