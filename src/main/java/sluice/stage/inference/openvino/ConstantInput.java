package sluice.stage.inference.openvino;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import sluice.openvino.ElementType;
import sluice.openvino.PartialShape;
import sluice.openvino.Tensor;

/**
 * An input besides the picture that has the same values in each inference: what tells a model the
 * size of its picture.
 *
 * @param index of the input
 * @param name of the input
 * @param type its elements: numbers of 32 or 64 bits, or booleans
 * @param shape its extents
 * @param values its elements; the list is repeated until they are all there
 */
record ConstantInput(
    int index, String name, ElementType type, List<Long> shape, List<Integer> values) {

  /** Keeps its own copies. */
  ConstantInput {
    shape = List.copyOf(shape);
    values = List.copyOf(values);
  }

  /** Whether there can be constants of a type. */
  static boolean isOfNumbers(ElementType type) {
    return switch (type) {
      case F32, F64, I32, I64, BOOLEAN -> true;
      default -> false;
    };
  }

  /** The shape that the input is given. */
  PartialShape fixed() {
    return PartialShape.of(extents());
  }

  private long[] extents() {
    return shape.stream().mapToLong(Long::longValue).toArray();
  }

  /** A tensor with its values; the caller closes it. */
  Tensor tensor() {
    Tensor tensor = Tensor.allocate(type, extents());
    MemorySegment data = tensor.data();
    long count = data.byteSize() * Byte.SIZE / type.bits();
    for (long i = 0; i < count; i++) {
      write(data, i, values.get((int) (i % values.size())));
    }
    return tensor;
  }

  private void write(MemorySegment data, long place, int value) {
    switch (type) {
      case F32 -> data.setAtIndex(ValueLayout.JAVA_FLOAT, place, value);
      case F64 -> data.setAtIndex(ValueLayout.JAVA_DOUBLE, place, value);
      case I32 -> data.setAtIndex(ValueLayout.JAVA_INT, place, value);
      case I64 -> data.setAtIndex(ValueLayout.JAVA_LONG, place, value);
      case BOOLEAN -> data.setAtIndex(ValueLayout.JAVA_BYTE, place, (byte) value);
      default -> throw new IllegalStateException("no constant of " + type);
    }
  }
}
