package sluice.openvino.ffi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** {@code ov_model.h}. */
public final class ModelApi {
  private static final MethodHandle FREE = Symbols.free("ov_model_free");
  private static final MethodHandle INPUTS_SIZE =
      Symbols.status("ov_model_inputs_size", ADDRESS, ADDRESS);
  private static final MethodHandle OUTPUTS_SIZE =
      Symbols.status("ov_model_outputs_size", ADDRESS, ADDRESS);
  private static final MethodHandle INPUT =
      Symbols.status("ov_model_const_input_by_index", ADDRESS, JAVA_LONG, ADDRESS);
  private static final MethodHandle OUTPUT =
      Symbols.status("ov_model_const_output_by_index", ADDRESS, JAVA_LONG, ADDRESS);
  private static final MethodHandle INPUT_BY_NAME =
      Symbols.status("ov_model_const_input_by_name", ADDRESS, ADDRESS, ADDRESS);
  private static final MethodHandle OUTPUT_BY_NAME =
      Symbols.status("ov_model_const_output_by_name", ADDRESS, ADDRESS, ADDRESS);
  private static final MethodHandle RESHAPE_SINGLE_INPUT =
      Symbols.status("ov_model_reshape_single_input", ADDRESS, Layouts.PARTIAL_SHAPE);
  private static final MethodHandle RESHAPE =
      Symbols.status("ov_model_reshape", ADDRESS, ADDRESS, ADDRESS, JAVA_LONG);
  private static final MethodHandle GET_FRIENDLY_NAME =
      Symbols.status("ov_model_get_friendly_name", ADDRESS, ADDRESS);

  private ModelApi() {}

  /** {@code ov_model_free(model*)}. */
  public static void free(MemorySegment model) {
    Calls.free(FREE, model);
  }

  /** {@code ov_model_inputs_size(model*, size_t*)}. */
  public static int inputsSize(MemorySegment model, MemorySegment out) {
    return Calls.status(INPUTS_SIZE, model, out);
  }

  /** {@code ov_model_outputs_size(model*, size_t*)}. */
  public static int outputsSize(MemorySegment model, MemorySegment out) {
    return Calls.status(OUTPUTS_SIZE, model, out);
  }

  /** {@code ov_model_const_input_by_index(model*, index, port**)}: the port is the caller's. */
  public static int input(MemorySegment model, long index, MemorySegment out) {
    return Calls.status(INPUT, model, index, out);
  }

  /** {@code ov_model_const_output_by_index(model*, index, port**)}: the port is the caller's. */
  public static int output(MemorySegment model, long index, MemorySegment out) {
    return Calls.status(OUTPUT, model, index, out);
  }

  /** {@code ov_model_const_input_by_name(model*, name, port**)}: the port is the caller's. */
  public static int inputByName(MemorySegment model, MemorySegment name, MemorySegment out) {
    return Calls.status(INPUT_BY_NAME, model, name, out);
  }

  /** {@code ov_model_const_output_by_name(model*, name, port**)}: the port is the caller's. */
  public static int outputByName(MemorySegment model, MemorySegment name, MemorySegment out) {
    return Calls.status(OUTPUT_BY_NAME, model, name, out);
  }

  /** {@code ov_model_reshape_single_input(model*, partial_shape)}: by value. */
  public static int reshapeSingleInput(MemorySegment model, MemorySegment partialShape) {
    return Calls.status(RESHAPE_SINGLE_INPUT, model, partialShape);
  }

  /** {@code ov_model_reshape(model*, names, partial_shapes, size)}: arrays of the same length. */
  public static int reshape(
      MemorySegment model, MemorySegment names, MemorySegment partialShapes, long size) {
    return Calls.status(RESHAPE, model, names, partialShapes, size);
  }

  /** {@code ov_model_get_friendly_name(model*, char**)}: the string is the caller's. */
  public static int friendlyName(MemorySegment model, MemorySegment out) {
    return Calls.status(GET_FRIENDLY_NAME, model, out);
  }
}
