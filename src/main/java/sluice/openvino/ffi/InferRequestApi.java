package sluice.openvino.ffi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** {@code ov_infer_request.h}. */
public final class InferRequestApi {
  private static final MethodHandle FREE = Symbols.free("ov_infer_request_free");
  private static final MethodHandle SET_INPUT =
      Symbols.status("ov_infer_request_set_input_tensor_by_index", ADDRESS, JAVA_LONG, ADDRESS);
  private static final MethodHandle SET_OUTPUT =
      Symbols.status("ov_infer_request_set_output_tensor_by_index", ADDRESS, JAVA_LONG, ADDRESS);
  private static final MethodHandle GET_INPUT =
      Symbols.status("ov_infer_request_get_input_tensor_by_index", ADDRESS, JAVA_LONG, ADDRESS);
  private static final MethodHandle GET_OUTPUT =
      Symbols.status("ov_infer_request_get_output_tensor_by_index", ADDRESS, JAVA_LONG, ADDRESS);
  private static final MethodHandle INFER = Symbols.status("ov_infer_request_infer", ADDRESS);
  private static final MethodHandle START_ASYNC =
      Symbols.status("ov_infer_request_start_async", ADDRESS);
  private static final MethodHandle WAIT = Symbols.status("ov_infer_request_wait", ADDRESS);
  private static final MethodHandle CANCEL = Symbols.status("ov_infer_request_cancel", ADDRESS);
  private static final MethodHandle SET_CALLBACK =
      Symbols.status("ov_infer_request_set_callback", ADDRESS, ADDRESS);
  private static final MethodHandle GET_PROFILING_INFO =
      Symbols.status("ov_infer_request_get_profiling_info", ADDRESS, ADDRESS);
  private static final MethodHandle PROFILING_INFO_LIST_FREE =
      Symbols.free("ov_profiling_info_list_free");

  private InferRequestApi() {}

  /**
   * {@code ov_infer_request_free(request*)}: to be called when nothing runs; it would block, and
   * drop the callback.
   */
  public static void free(MemorySegment request) {
    Calls.free(FREE, request);
  }

  /**
   * {@code ov_infer_request_set_input_tensor_by_index(request*, index, tensor*)}: shares the
   * tensor, not the wrapper.
   */
  public static int setInput(MemorySegment request, long index, MemorySegment tensor) {
    return Calls.status(SET_INPUT, request, index, tensor);
  }

  /**
   * {@code ov_infer_request_set_output_tensor_by_index(request*, index, tensor*)}: shares the
   * tensor, not the wrapper.
   */
  public static int setOutput(MemorySegment request, long index, MemorySegment tensor) {
    return Calls.status(SET_OUTPUT, request, index, tensor);
  }

  /**
   * {@code ov_infer_request_get_input_tensor_by_index(request*, index, tensor**)}: a new wrapper,
   * the caller's to free.
   */
  public static int getInput(MemorySegment request, long index, MemorySegment out) {
    return Calls.status(GET_INPUT, request, index, out);
  }

  /**
   * {@code ov_infer_request_get_output_tensor_by_index(request*, index, tensor**)}: a new wrapper,
   * the caller's to free.
   */
  public static int getOutput(MemorySegment request, long index, MemorySegment out) {
    return Calls.status(GET_OUTPUT, request, index, out);
  }

  /** {@code ov_infer_request_infer(request*)}: blocks; no callback. */
  public static int infer(MemorySegment request) {
    return Calls.status(INFER, request);
  }

  /** {@code ov_infer_request_start_async(request*)}. */
  public static int startAsync(MemorySegment request) {
    return Calls.status(START_ASYNC, request);
  }

  /**
   * {@code ov_infer_request_wait(request*)}: how the last inference ended; not to be called inside
   * the callback.
   */
  public static int await(MemorySegment request) {
    return Calls.status(WAIT, request);
  }

  /** {@code ov_infer_request_cancel(request*)}. */
  public static int cancel(MemorySegment request) {
    return Calls.status(CANCEL, request);
  }

  /**
   * {@code ov_infer_request_set_callback(request*, callback*)}: keeps the pointer for the request's
   * life.
   */
  public static int setCallback(MemorySegment request, CompletionCallback callback) {
    return Calls.status(SET_CALLBACK, request, callback.struct());
  }

  /**
   * {@code ov_infer_request_get_profiling_info(request*, list*)}: fills a {@link Layouts#LIST} of
   * {@link Layouts#PROFILING_INFO}.
   */
  public static int profilingInfo(MemorySegment request, MemorySegment list) {
    return Calls.status(GET_PROFILING_INFO, request, list);
  }

  /** {@code ov_profiling_info_list_free(list*)}. */
  public static void freeProfilingInfo(MemorySegment list) {
    Calls.free(PROFILING_INFO_LIST_FREE, list);
  }
}
