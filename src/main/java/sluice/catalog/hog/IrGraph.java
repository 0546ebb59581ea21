package sluice.catalog.hog;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Builder of a graph of OpenVINO's operations: layers in the order in which they were made, and
 * constants, equal ones once. For one thread.
 */
final class IrGraph {
  private final String name;
  private final List<IrLayer.Placed> layers = new ArrayList<>();
  private final ConstantPool pool = new ConstantPool();
  private final Map<Constant, Value> constants = new HashMap<>();

  /** A graph without layers. */
  IrGraph(String name) {
    this.name = name;
  }

  private record Constant(IrType type, List<Integer> shape, int offset, int size) {}

  /** The model's name. */
  String name() {
    return name;
  }

  /** All layers; each takes only outputs of earlier ones. */
  List<IrLayer.Placed> layers() {
    return Collections.unmodifiableList(layers);
  }

  /** The content of the weights file. */
  byte[] weights() {
    return pool.bytes();
  }

  /**
   * Begins a layer.
   *
   * @param type of the operation
   * @param opset the operation set that this version of the operation came with
   */
  IrLayer layer(String type, int opset) {
    return new IrLayer(this, type, opset);
  }

  /** Adds a layer that is given its number; returns its outputs. */
  List<Value> place(IntFunction<IrLayer.Placed> layer) {
    IrLayer.Placed placed = layer.apply(layers.size());
    layers.add(placed);
    return placed.outputs();
  }

  /** A constant of the given shape, row by row; without a shape, a scalar. */
  Value floats(float[] values, int... shape) {
    byte[] bytes = new byte[values.length * Float.BYTES];
    littleEndian(bytes).asFloatBuffer().put(values);
    return constant(IrType.F32, shape, bytes);
  }

  /** A scalar. */
  Value scalar(double value) {
    return floats(new float[] {(float) value});
  }

  /** A row of integers: sizes, axes, orders. */
  Value integers(long... values) {
    return shaped(values, values.length);
  }

  /** An integer without dimensions. */
  Value integer(long value) {
    return shaped(new long[] {value});
  }

  private Value shaped(long[] values, int... shape) {
    byte[] bytes = new byte[values.length * Long.BYTES];
    littleEndian(bytes).asLongBuffer().put(values);
    return constant(IrType.I64, shape, bytes);
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private Value constant(IrType type, int[] shape, byte[] bytes) {
    List<Integer> dimensions = Arrays.stream(shape).boxed().toList();
    Constant key = new Constant(type, dimensions, pool.place(bytes), bytes.length);
    return constants.computeIfAbsent(key, this::layerOf);
  }

  private Value layerOf(Constant constant) {
    return layer("Const", 1)
        .with("element_type", constant.type().element())
        .with("shape", String.join(",", constant.shape().stream().map(String::valueOf).toList()))
        .with("offset", Integer.toString(constant.offset()))
        .with("size", Integer.toString(constant.size()))
        .gives(constant.type());
  }
}
