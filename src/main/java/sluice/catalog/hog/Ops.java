package sluice.catalog.hog;

import java.util.List;

/**
 * OpenVINO's operations, as far as the detector needs them, with the attributes that it needs.
 * Operands of different shapes are broadcast as NumPy does. (OpenVINO operation sets 1 to 11.)
 */
final class Ops {
  private static final String BROADCAST = "auto_broadcast";
  private static final String NUMPY = "numpy";

  private final IrGraph graph;

  Ops(IrGraph graph) {
    this.graph = graph;
  }

  /** Where the operations go. */
  IrGraph graph() {
    return graph;
  }

  /**
   * A part of a dimension.
   *
   * @param axis the dimension
   * @param from first index
   * @param to index behind the last one; negative ones count from the end
   */
  record Range(int axis, long from, long to) {
    /** Stands for the end of the dimension. */
    static final long END = Integer.MAX_VALUE;
  }

  Value scalar(double value) {
    return graph.scalar(value);
  }

  Value add(Value a, Value b) {
    return pairwise("Add", a, b);
  }

  Value subtract(Value a, Value b) {
    return pairwise("Subtract", a, b);
  }

  Value multiply(Value a, Value b) {
    return pairwise("Multiply", a, b);
  }

  Value minimum(Value a, Value b) {
    return pairwise("Minimum", a, b);
  }

  Value maximum(Value a, Value b) {
    return pairwise("Maximum", a, b);
  }

  Value divide(Value a, Value b) {
    return graph
        .layer("Divide", 1)
        .with(BROADCAST, NUMPY)
        .with("m_pythondiv", "true")
        .from(a, b)
        .gives(IrType.F32);
  }

  private Value pairwise(String type, Value a, Value b) {
    return graph.layer(type, 1).with(BROADCAST, NUMPY).from(a, b).gives(IrType.F32);
  }

  /** Where a is greater than b. */
  Value greater(Value a, Value b) {
    return graph.layer("Greater", 1).with(BROADCAST, NUMPY).from(a, b).gives(IrType.BOOL);
  }

  /** Where a is less than b. */
  Value less(Value a, Value b) {
    return graph.layer("Less", 1).with(BROADCAST, NUMPY).from(a, b).gives(IrType.BOOL);
  }

  /** One of two values for each element. */
  Value select(Value condition, Value where, Value elsewhere) {
    return graph
        .layer("Select", 1)
        .with(BROADCAST, NUMPY)
        .from(condition, where, elsewhere)
        .gives(IrType.F32);
  }

  Value squareRoot(Value x) {
    return unary("Sqrt", x);
  }

  Value absolute(Value x) {
    return unary("Abs", x);
  }

  Value negative(Value x) {
    return unary("Negative", x);
  }

  Value sigmoid(Value x) {
    return unary("Sigmoid", x);
  }

  /** The value, or 0 where it is negative. */
  Value positivePart(Value x) {
    return unary("ReLU", x);
  }

  private Value unary(String type, Value x) {
    return graph.layer(type, 1).from(x).gives(IrType.F32);
  }

  Value reshape(Value x, long... shape) {
    return graph
        .layer("Reshape", 1)
        .with("special_zero", "false")
        .from(x, graph.integers(shape))
        .gives(IrType.F32);
  }

  Value transpose(Value x, long... order) {
    return graph.layer("Transpose", 1).from(x, graph.integers(order)).gives(IrType.F32);
  }

  /** Parts of two dimensions; the others stay whole. */
  Value slice(Value x, Range first, Range second) {
    return graph
        .layer("Slice", 8)
        .from(
            x,
            graph.integers(first.from(), second.from()),
            graph.integers(first.to(), second.to()),
            graph.integers(1, 1),
            graph.integers(first.axis(), second.axis()))
        .gives(IrType.F32);
  }

  /** The slices of the first dimension, each with extent 1 there. */
  List<Value> split(Value x, int count) {
    return graph
        .layer("Split", 1)
        .with("num_splits", Integer.toString(count))
        .from(x, graph.integer(0))
        .gives(IrType.F32, count);
  }

  /** Values side by side along a dimension. */
  Value concatenate(int axis, List<Value> values) {
    return graph
        .layer("Concat", 1)
        .with("axis", Integer.toString(axis))
        .from(values.toArray(Value[]::new))
        .gives(IrType.F32);
  }

  /** One number in every place of a shape. */
  Value filled(double number, long... shape) {
    return graph
        .layer("Broadcast", 3)
        .with("mode", NUMPY)
        .from(scalar(number), graph.integers(shape))
        .gives(IrType.F32);
  }

  /**
   * Continues a value of four dimensions beyond its edges as a mirror on the outermost pixel does,
   * in the last two dimensions.
   */
  Value reflect(Value x, int top, int bottom, int left, int right) {
    return graph
        .layer("Pad", 1)
        .with("pad_mode", "reflect")
        .from(x, graph.integers(0, 0, top, left), graph.integers(0, 0, bottom, right))
        .gives(IrType.F32);
  }

  /** Scales the last two of four dimensions, bilinearly between the centres of pixels. */
  Value resize(Value x, int height, int width) {
    return graph
        .layer("Interpolate", 11)
        .with("mode", "linear_onnx")
        .with("shape_calculation_mode", "sizes")
        .with("coordinate_transformation_mode", "half_pixel")
        .with("nearest_mode", "round_prefer_floor")
        .with("antialias", "false")
        .with("pads_begin", "0, 0, 0, 0")
        .with("pads_end", "0, 0, 0, 0")
        .with("cube_coeff", "-0.75")
        .from(x, graph.integers(height, width), graph.integers(2, 3))
        .gives(IrType.F32);
  }

  Value matrixProduct(Value a, Value b, boolean transposeB) {
    return graph
        .layer("MatMul", 1)
        .with("transpose_a", "false")
        .with("transpose_b", Boolean.toString(transposeB))
        .from(a, b)
        .gives(IrType.F32);
  }

  /** The sum over a dimension, which stays with extent 1. */
  Value sum(Value x, int axis) {
    return graph
        .layer("ReduceSum", 1)
        .with("keep_dims", "true")
        .from(x, graph.integers(axis))
        .gives(IrType.F32);
  }

  /** A convolution without borders: stride 1, kernel [out, in, height, width]. */
  Value convolve(Value x, Value kernel) {
    return graph
        .layer("Convolution", 1)
        .with("strides", "1, 1")
        .with("dilations", "1, 1")
        .with("pads_begin", "0, 0")
        .with("pads_end", "0, 0")
        .with("auto_pad", "explicit")
        .from(x, kernel)
        .gives(IrType.F32);
  }
}
