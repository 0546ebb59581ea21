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

  /** {@code ov_model_get_friendly_name(model*, char**)}: the string is the caller's. */
  public static int friendlyName(MemorySegment model, MemorySegment out) {
    return Calls.status(GET_FRIENDLY_NAME, model, out);
  }
}
