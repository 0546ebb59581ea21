package sluice.core.model;

/**
 * The picture that a model takes: 8-bit unsigned, one picture, packed pixels, rows without padding
 * (NHWC, N = 1, C = 3).
 *
 * @param width pixels
 * @param height pixels
 * @param channels order of the colours
 */
public record InputSpec(int width, int height, ChannelOrder channels) {

  /** Bytes of one row. */
  public int stride() {
    return width * 3;
  }

  /** Bytes of the whole picture. */
  public long byteSize() {
    return (long) stride() * height;
  }
}
