package sluice.openvino;

/**
 * An input or output of a model.
 *
 * @param name one of its names, empty where it has none
 * @param elementType what its elements are
 * @param partialShape its shape as far as it is known
 */
public record Port(String name, ElementType elementType, PartialShape partialShape) {

  /** Whether anything of the shape is open. */
  public boolean isDynamic() {
    return partialShape.isDynamic();
  }

  /**
   * The extents of each dimension.
   *
   * @throws IllegalStateException when the shape is dynamic
   */
  public long[] shape() {
    return partialShape.extents();
  }
}
