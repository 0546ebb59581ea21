package sluice.openvino;

import static sluice.openvino.PropertyTypes.choice;
import static sluice.openvino.PropertyTypes.flag;
import static sluice.openvino.PropertyTypes.readOnlyNumber;
import static sluice.openvino.PropertyTypes.readOnlySize;
import static sluice.openvino.PropertyTypes.readOnlyText;
import static sluice.openvino.PropertyTypes.size;

/** Of the device {@code GPU}. Kept as OpenVINO's headers name them; not tried on a GPU. */
public final class GpuProperties {

  /** Bytes of its memory. */
  public static final Property<Long> DEVICE_TOTAL_MEM_SIZE =
      readOnlySize("GPU_DEVICE_TOTAL_MEM_SIZE");

  /** Greatest piece of memory in bytes. */
  public static final Property<Long> DEVICE_MAX_ALLOC_MEM_SIZE =
      readOnlySize("GPU_DEVICE_MAX_ALLOC_MEM_SIZE");

  /** Its microarchitecture as major.minor.revision. */
  public static final Property<String> UARCH_VERSION = readOnlyText("GPU_UARCH_VERSION");

  /** Number of execution units. */
  public static final Property<Integer> EXECUTION_UNITS_COUNT =
      readOnlyNumber("GPU_EXECUTION_UNITS_COUNT");

  /** Bytes in use, by kind of memory. */
  public static final Property<String> MEMORY_STATISTICS = readOnlyText("GPU_MEMORY_STATISTICS");

  /** Whether loops of a fixed count are unrolled. */
  public static final WritableProperty<Boolean> ENABLE_LOOP_UNROLLING =
      flag("GPU_ENABLE_LOOP_UNROLLING");

  /** Whether Winograd's convolution is left out. */
  public static final WritableProperty<Boolean> DISABLE_WINOGRAD_CONVOLUTION =
      flag("GPU_DISABLE_WINOGRAD_CONVOLUTION");

  /** How far the queue is throttled. */
  public static final WritableProperty<HintProperties.Priority> QUEUE_THROTTLE =
      choice("GPU_QUEUE_THROTTLE", HintProperties.Priority.class);

  /** The queue's priority. */
  public static final WritableProperty<HintProperties.Priority> QUEUE_PRIORITY =
      choice("GPU_QUEUE_PRIORITY", HintProperties.Priority.class);

  /** Which cores compile on a hybrid processor. */
  public static final WritableProperty<HintProperties.Priority> HOST_TASK_PRIORITY =
      choice("GPU_HOST_TASK_PRIORITY", HintProperties.Priority.class);

  /** Bytes of memory that may be used. */
  public static final WritableProperty<Long> AVAILABLE_DEVICE_MEM_SIZE =
      size("AVAILABLE_DEVICE_MEM_SIZE");

  /** Whether scaled dot product attention stays one operation. */
  public static final WritableProperty<Boolean> ENABLE_SDPA_OPTIMIZATION =
      flag("GPU_ENABLE_SDPA_OPTIMIZATION");

  /** Whether LoRA stays one operation. */
  public static final WritableProperty<Boolean> ENABLE_LORA_OPERATION =
      flag("GPU_ENABLE_LORA_OPERATION");

  /** Whether kernels are shared, for less memory and more work of the host. */
  public static final WritableProperty<Boolean> ENABLE_KERNELS_REUSE =
      flag("GPU_ENABLE_KERNELS_REUSE");

  /** Greatest group for dynamic quantization. */
  public static final WritableProperty<Long> DYNAMIC_QUANTIZATION_GROUP_SIZE_MAX =
      size("GPU_DYNAMIC_QUANTIZATION_GROUP_SIZE_MAX");

  /** Whether pieces of more than 4 GB may be allocated. */
  public static final WritableProperty<Boolean> ENABLE_LARGE_ALLOCATIONS =
      flag("GPU_ENABLE_LARGE_ALLOCATIONS");

  private GpuProperties() {}
}
