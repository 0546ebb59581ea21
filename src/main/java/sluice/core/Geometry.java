package sluice.core;

/**
 * Where a picture lies inside a model's input, in fractions of the input, so that what is found
 * there can be mapped back. Of a picture of which the input holds a part only, the edges lie
 * outside the input.
 *
 * @param left left edge of the picture
 * @param top upper edge
 * @param width the picture's width as a share of the input's, above 0
 * @param height the picture's height as a share of the input's, above 0
 */
public record Geometry(float left, float top, float width, float height) {

  /** The picture covers the whole input. */
  public static final Geometry STRETCH = new Geometry(0f, 0f, 1f, 1f);

  /**
   * The mapping of a picture that covers a rectangle of an input.
   *
   * @param x left edge of the rectangle, pixels of the input
   * @param y upper edge of the rectangle, pixels of the input
   * @param width width of the rectangle, pixels
   * @param height height of the rectangle, pixels
   * @param inputWidth width of the input, pixels
   * @param inputHeight height of the input, pixels
   */
  public static Geometry ofPixels(
      int x, int y, int width, int height, int inputWidth, int inputHeight) {
    return new Geometry(
        (float) x / inputWidth,
        (float) y / inputHeight,
        (float) width / inputWidth,
        (float) height / inputHeight);
  }

  /**
   * The mapping of the whole picture, where this one is that of a region of it.
   *
   * @param region in fractions of the whole picture, of a width and height above 0
   */
  public Geometry ofWhole(Box region) {
    float wholeWidth = width / region.width();
    float wholeHeight = height / region.height();
    return new Geometry(
        left - region.xMin() * wholeWidth,
        top - region.yMin() * wholeHeight,
        wholeWidth,
        wholeHeight);
  }

  /** Maps a box in fractions of the input to fractions of the picture; it is not clamped. */
  public Box toPicture(Box box) {
    return new Box(
        (box.xMin() - left) / width,
        (box.yMin() - top) / height,
        (box.xMax() - left) / width,
        (box.yMax() - top) / height);
  }

  /** Maps a point in fractions of the input to fractions of the picture; it is not clamped. */
  public Point toPicture(float x, float y) {
    return new Point((x - left) / width, (y - top) / height);
  }
}
