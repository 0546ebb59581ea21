package sluice.openvino.ffi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * {@code ov_prepostprocess.h} and {@code ov_layout.h}. What is got from a processor points into it
 * and is freed before it; a C function {@code ov_preprocess_X} is {@code X} here.
 */
public final class PrePostApi {
  private static final String PREFIX = "ov_preprocess_";
  private static final MethodHandle CREATE = pointers("prepostprocessor_create");
  private static final MethodHandle FREE = free("prepostprocessor_free");
  private static final MethodHandle BUILD = pointers("prepostprocessor_build");
  private static final MethodHandle INPUT_INFO =
      byIndex("prepostprocessor_get_input_info_by_index");
  private static final MethodHandle INPUT_INFO_FREE = free("input_info_free");
  private static final MethodHandle OUTPUT_INFO =
      byIndex("prepostprocessor_get_output_info_by_index");
  private static final MethodHandle OUTPUT_INFO_FREE = free("output_info_free");
  private static final MethodHandle TENSOR_INFO = pointers("input_info_get_tensor_info");
  private static final MethodHandle TENSOR_INFO_FREE = free("input_tensor_info_free");
  private static final MethodHandle STEPS = pointers("input_info_get_preprocess_steps");
  private static final MethodHandle STEPS_FREE = free("preprocess_steps_free");
  private static final MethodHandle MODEL_INFO = pointers("input_info_get_model_info");
  private static final MethodHandle MODEL_INFO_FREE = free("input_model_info_free");
  private static final MethodHandle OUTPUT_TENSOR_INFO = pointers("output_info_get_tensor_info");
  private static final MethodHandle OUTPUT_TENSOR_INFO_FREE = free("output_tensor_info_free");
  private static final MethodHandle SET_ELEMENT_TYPE =
      withType("input_tensor_info_set_element_type");
  private static final MethodHandle SET_LAYOUT = pointers("input_tensor_info_set_layout");
  private static final MethodHandle SET_MODEL_LAYOUT = pointers("input_model_info_set_layout");
  private static final MethodHandle CONVERT_ELEMENT_TYPE =
      withType("preprocess_steps_convert_element_type");
  private static final MethodHandle REVERSE_CHANNELS =
      Symbols.status(PREFIX + "preprocess_steps_reverse_channels", ADDRESS);
  private static final MethodHandle MEAN = floats("preprocess_steps_mean_multi_channels");
  private static final MethodHandle SCALE = floats("preprocess_steps_scale_multi_channels");
  private static final MethodHandle OUTPUT_ELEMENT_TYPE = withType("output_set_element_type");
  private static final MethodHandle LAYOUT_CREATE =
      Symbols.status("ov_layout_create", ADDRESS, ADDRESS);
  private static final MethodHandle LAYOUT_FREE = Symbols.free("ov_layout_free");

  private PrePostApi() {}

  private static MethodHandle pointers(String name) {
    return Symbols.status(PREFIX + name, ADDRESS, ADDRESS);
  }

  private static MethodHandle byIndex(String name) {
    return Symbols.status(PREFIX + name, ADDRESS, JAVA_LONG, ADDRESS);
  }

  private static MethodHandle withType(String name) {
    return Symbols.status(PREFIX + name, ADDRESS, JAVA_INT);
  }

  private static MethodHandle floats(String name) {
    return Symbols.status(PREFIX + name, ADDRESS, ADDRESS, JAVA_INT);
  }

  private static MethodHandle free(String name) {
    return Symbols.free(PREFIX + name);
  }

  /** {@code prepostprocessor_create(model*, processor**)}. */
  public static int create(MemorySegment model, MemorySegment out) {
    return Calls.status(CREATE, model, out);
  }

  /** {@code prepostprocessor_free(processor*)}: after all that was got from it. */
  public static void free(MemorySegment processor) {
    Calls.free(FREE, processor);
  }

  /**
   * {@code prepostprocessor_build(processor*, model**)}: changes the model in place and returns
   * another handle to it.
   */
  public static int build(MemorySegment processor, MemorySegment out) {
    return Calls.status(BUILD, processor, out);
  }

  /** {@code prepostprocessor_get_input_info_by_index(processor*, index, info**)}. */
  public static int inputInfo(MemorySegment processor, long index, MemorySegment out) {
    return Calls.status(INPUT_INFO, processor, index, out);
  }

  /** {@code input_info_free(info*)}. */
  public static void freeInputInfo(MemorySegment info) {
    Calls.free(INPUT_INFO_FREE, info);
  }

  /** {@code prepostprocessor_get_output_info_by_index(processor*, index, info**)}. */
  public static int outputInfo(MemorySegment processor, long index, MemorySegment out) {
    return Calls.status(OUTPUT_INFO, processor, index, out);
  }

  /** {@code output_info_free(info*)}. */
  public static void freeOutputInfo(MemorySegment info) {
    Calls.free(OUTPUT_INFO_FREE, info);
  }

  /** {@code input_info_get_tensor_info(info*, tensor_info**)}. */
  public static int tensorInfo(MemorySegment info, MemorySegment out) {
    return Calls.status(TENSOR_INFO, info, out);
  }

  /** {@code input_tensor_info_free(tensor_info*)}. */
  public static void freeTensorInfo(MemorySegment tensorInfo) {
    Calls.free(TENSOR_INFO_FREE, tensorInfo);
  }

  /** {@code input_info_get_preprocess_steps(info*, steps**)}. */
  public static int steps(MemorySegment info, MemorySegment out) {
    return Calls.status(STEPS, info, out);
  }

  /** {@code preprocess_steps_free(steps*)}. */
  public static void freeSteps(MemorySegment steps) {
    Calls.free(STEPS_FREE, steps);
  }

  /** {@code input_info_get_model_info(info*, model_info**)}. */
  public static int modelInfo(MemorySegment info, MemorySegment out) {
    return Calls.status(MODEL_INFO, info, out);
  }

  /** {@code input_model_info_free(model_info*)}. */
  public static void freeModelInfo(MemorySegment modelInfo) {
    Calls.free(MODEL_INFO_FREE, modelInfo);
  }

  /** {@code output_info_get_tensor_info(info*, tensor_info**)}. */
  public static int outputTensorInfo(MemorySegment info, MemorySegment out) {
    return Calls.status(OUTPUT_TENSOR_INFO, info, out);
  }

  /** {@code output_tensor_info_free(tensor_info*)}. */
  public static void freeOutputTensorInfo(MemorySegment tensorInfo) {
    Calls.free(OUTPUT_TENSOR_INFO_FREE, tensorInfo);
  }

  /** {@code input_tensor_info_set_element_type(tensor_info*, type)}. */
  public static int setElementType(MemorySegment tensorInfo, int elementType) {
    return Calls.status(SET_ELEMENT_TYPE, tensorInfo, elementType);
  }

  /** {@code input_tensor_info_set_layout(tensor_info*, layout*)}. */
  public static int setLayout(MemorySegment tensorInfo, MemorySegment layout) {
    return Calls.status(SET_LAYOUT, tensorInfo, layout);
  }

  /** {@code input_model_info_set_layout(model_info*, layout*)}. */
  public static int setModelLayout(MemorySegment modelInfo, MemorySegment layout) {
    return Calls.status(SET_MODEL_LAYOUT, modelInfo, layout);
  }

  /** {@code preprocess_steps_convert_element_type(steps*, type)}. */
  public static int convertElementType(MemorySegment steps, int elementType) {
    return Calls.status(CONVERT_ELEMENT_TYPE, steps, elementType);
  }

  /** {@code preprocess_steps_reverse_channels(steps*)}. */
  public static int reverseChannels(MemorySegment steps) {
    return Calls.status(REVERSE_CHANNELS, steps);
  }

  /** {@code preprocess_steps_mean_multi_channels(steps*, float*, n)}: subtracts. */
  public static int mean(MemorySegment steps, MemorySegment values, int count) {
    return Calls.status(MEAN, steps, values, count);
  }

  /** {@code preprocess_steps_scale_multi_channels(steps*, float*, n)}: divides. */
  public static int scale(MemorySegment steps, MemorySegment values, int count) {
    return Calls.status(SCALE, steps, values, count);
  }

  /** {@code output_set_element_type(tensor_info*, type)}. */
  public static int setOutputElementType(MemorySegment tensorInfo, int elementType) {
    return Calls.status(OUTPUT_ELEMENT_TYPE, tensorInfo, elementType);
  }

  /** {@code ov_layout_create(text, layout**)}. */
  public static int createLayout(MemorySegment text, MemorySegment out) {
    return Calls.status(LAYOUT_CREATE, text, out);
  }

  /** {@code ov_layout_free(layout*)}. */
  public static void freeLayout(MemorySegment layout) {
    Calls.free(LAYOUT_FREE, layout);
  }
}
