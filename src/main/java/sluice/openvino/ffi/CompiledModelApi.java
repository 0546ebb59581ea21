package sluice.openvino.ffi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** {@code ov_compiled_model.h}. */
public final class CompiledModelApi {
  private static final MethodHandle FREE = Symbols.free("ov_compiled_model_free");
  private static final MethodHandle CREATE_INFER_REQUEST =
      Symbols.status("ov_compiled_model_create_infer_request", ADDRESS, ADDRESS);
  private static final MethodHandle GET_PROPERTY =
      Symbols.status("ov_compiled_model_get_property", ADDRESS, ADDRESS, ADDRESS);
  private static final MethodHandle INPUTS_SIZE =
      Symbols.status("ov_compiled_model_inputs_size", ADDRESS, ADDRESS);
  private static final MethodHandle OUTPUTS_SIZE =
      Symbols.status("ov_compiled_model_outputs_size", ADDRESS, ADDRESS);
  private static final MethodHandle INPUT =
      Symbols.status("ov_compiled_model_input_by_index", ADDRESS, JAVA_LONG, ADDRESS);
  private static final MethodHandle OUTPUT =
      Symbols.status("ov_compiled_model_output_by_index", ADDRESS, JAVA_LONG, ADDRESS);
  private static final MethodHandle INPUT_BY_NAME =
      Symbols.status("ov_compiled_model_input_by_name", ADDRESS, ADDRESS, ADDRESS);
  private static final MethodHandle OUTPUT_BY_NAME =
      Symbols.status("ov_compiled_model_output_by_name", ADDRESS, ADDRESS, ADDRESS);
  private static final MethodHandle EXPORT_MODEL =
      Symbols.status("ov_compiled_model_export_model", ADDRESS, ADDRESS);

  private CompiledModelApi() {}

  /** {@code ov_compiled_model_free(model*)}. */
  public static void free(MemorySegment model) {
    Calls.free(FREE, model);
  }

  /** {@code ov_compiled_model_create_infer_request(model*, request**)}. */
  public static int createInferRequest(MemorySegment model, MemorySegment out) {
    return Calls.status(CREATE_INFER_REQUEST, model, out);
  }

  /** {@code ov_compiled_model_get_property(model*, key, char**)}: the string is the caller's. */
  public static int getProperty(MemorySegment model, MemorySegment key, MemorySegment out) {
    return Calls.status(GET_PROPERTY, model, key, out);
  }

  /** {@code ov_compiled_model_inputs_size(model*, size_t*)}. */
  public static int inputsSize(MemorySegment model, MemorySegment out) {
    return Calls.status(INPUTS_SIZE, model, out);
  }

  /** {@code ov_compiled_model_outputs_size(model*, size_t*)}. */
  public static int outputsSize(MemorySegment model, MemorySegment out) {
    return Calls.status(OUTPUTS_SIZE, model, out);
  }

  /** {@code ov_compiled_model_input_by_index(model*, index, port**)}: the port is the caller's. */
  public static int input(MemorySegment model, long index, MemorySegment out) {
    return Calls.status(INPUT, model, index, out);
  }

  /** {@code ov_compiled_model_output_by_index(model*, index, port**)}: the port is the caller's. */
  public static int output(MemorySegment model, long index, MemorySegment out) {
    return Calls.status(OUTPUT, model, index, out);
  }

  /** {@code ov_compiled_model_input_by_name(model*, name, port**)}: the port is the caller's. */
  public static int inputByName(MemorySegment model, MemorySegment name, MemorySegment out) {
    return Calls.status(INPUT_BY_NAME, model, name, out);
  }

  /** {@code ov_compiled_model_output_by_name(model*, name, port**)}: the port is the caller's. */
  public static int outputByName(MemorySegment model, MemorySegment name, MemorySegment out) {
    return Calls.status(OUTPUT_BY_NAME, model, name, out);
  }

  /** {@code ov_compiled_model_export_model(model*, path)}. */
  public static int exportModel(MemorySegment model, MemorySegment path) {
    return Calls.status(EXPORT_MODEL, model, path);
  }
}
