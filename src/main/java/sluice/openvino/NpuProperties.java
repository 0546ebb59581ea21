package sluice.openvino;

import static sluice.openvino.PropertyTypes.choice;
import static sluice.openvino.PropertyTypes.flag;
import static sluice.openvino.PropertyTypes.readOnlySize;
import static sluice.openvino.PropertyTypes.size;
import static sluice.openvino.PropertyTypes.text;

/** Of the device {@code NPU}. Kept as OpenVINO's headers name them; not tried on an NPU. */
public final class NpuProperties {
  /** Which compiler. */
  public enum CompilerType {
    PLUGIN,
    DRIVER
  }

  /** Bytes of its memory in use. */
  public static final Property<Long> DEVICE_ALLOC_MEM_SIZE =
      readOnlySize("NPU_DEVICE_ALLOC_MEM_SIZE");

  /** Bytes of its memory. */
  public static final Property<Long> DEVICE_TOTAL_MEM_SIZE =
      readOnlySize("NPU_DEVICE_TOTAL_MEM_SIZE");

  /** The driver's version. */
  public static final Property<Long> DRIVER_VERSION = readOnlySize("NPU_DRIVER_VERSION");

  /** The compiler's version: major in the upper 16 bits, minor in the lower. */
  public static final Property<Long> COMPILER_VERSION = readOnlySize("NPU_COMPILER_VERSION");

  /** Which compiler is used. */
  public static final WritableProperty<CompilerType> COMPILER_TYPE =
      choice("NPU_COMPILER_TYPE", CompilerType.class);

  /** Parameters of the compiler. */
  public static final WritableProperty<String> COMPILATION_MODE_PARAMS =
      text("NPU_COMPILATION_MODE_PARAMS");

  /** Whether the compiler quantizes dynamically. */
  public static final WritableProperty<Boolean> COMPILER_DYNAMIC_QUANTIZATION =
      flag("NPU_COMPILER_DYNAMIC_QUANTIZATION");

  /** Whether models with quantizing operations are optimized. */
  public static final WritableProperty<Boolean> QDQ_OPTIMIZATION = flag("NPU_QDQ_OPTIMIZATION");

  /** The same with less regard for exactness. */
  public static final WritableProperty<Boolean> QDQ_OPTIMIZATION_AGGRESSIVE =
      flag("NPU_QDQ_OPTIMIZATION_AGGRESSIVE");

  /** Whether it keeps its highest clock. */
  public static final WritableProperty<Boolean> TURBO = flag("NPU_TURBO");

  /** Tiles to compile for; -1 for the compiler's choice. */
  public static final WritableProperty<Long> TILES = size("NPU_TILES");

  /** Most tiles that the device has; -1 to ask the driver. */
  public static final WritableProperty<Long> MAX_TILES = size("NPU_MAX_TILES");

  /** Whether the driver's own cache is passed by. */
  public static final WritableProperty<Boolean> BYPASS_UMD_CACHING = flag("NPU_BYPASS_UMD_CACHING");

  /** Whether weights are loaded with the first request only. */
  public static final WritableProperty<Boolean> DEFER_WEIGHTS_LOAD = flag("NPU_DEFER_WEIGHTS_LOAD");

  /** Whether asynchronous inferences run in the order of their starts. */
  public static final WritableProperty<Boolean> RUN_INFERENCES_SEQUENTIALLY =
      flag("NPU_RUN_INFERENCES_SEQUENTIALLY");

  /** Whether idle memory is kept. */
  public static final WritableProperty<Boolean> DISABLE_IDLE_MEMORY_PRUNING =
      flag("NPU_DISABLE_IDLE_MEMORY_PRUNING");

  private NpuProperties() {}
}
