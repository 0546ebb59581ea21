package sluice.openvino;

import static sluice.openvino.PropertyTypes.choice;
import static sluice.openvino.PropertyTypes.decimal;
import static sluice.openvino.PropertyTypes.elementType;
import static sluice.openvino.PropertyTypes.flag;
import static sluice.openvino.PropertyTypes.number;
import static sluice.openvino.PropertyTypes.size;
import static sluice.openvino.PropertyTypes.words;

import java.util.List;

/** What is wanted; a device makes its own settings of it. */
public final class HintProperties {
  /** What to tune for. */
  public enum PerformanceMode {
    /** Few requests, each as fast as can be. */
    LATENCY,
    /** As many inferences per second as can be. */
    THROUGHPUT,
    /** For {@code AUTO}: throughput of several devices together. */
    CUMULATIVE_THROUGHPUT
  }

  /** Whether speed may cost some exactness. */
  public enum ExecutionMode {
    PERFORMANCE,
    ACCURACY
  }

  /** What goes first. */
  public enum Priority {
    LOW,
    MEDIUM,
    HIGH
  }

  /** Which cores of a hybrid processor. */
  public enum CoreType {
    ANY_CORE,
    /** Performance cores. */
    PCORE_ONLY,
    /** Efficient cores. */
    ECORE_ONLY
  }

  /** Who else waits for the NPU. */
  public enum WorkloadType {
    DEFAULT,
    /** Lower priority. */
    EFFICIENT
  }

  /** What to tune for. */
  public static final WritableProperty<PerformanceMode> PERFORMANCE_MODE =
      choice(Properties.PERFORMANCE_HINT, PerformanceMode.class);

  /** How many requests the caller means to run at once; a bound for what the mode chooses. */
  public static final WritableProperty<Integer> NUM_REQUESTS =
      number(Properties.PERFORMANCE_HINT_NUM_REQUESTS);

  /** The element type to compute in. */
  public static final WritableProperty<ElementType> INFERENCE_PRECISION =
      elementType(Properties.INFERENCE_PRECISION_HINT);

  /** Whether speed may cost some exactness. */
  public static final WritableProperty<ExecutionMode> EXECUTION_MODE =
      choice(Properties.EXECUTION_MODE_HINT, ExecutionMode.class);

  /** Which model gets a scarce device first, with {@code AUTO}. */
  public static final WritableProperty<Priority> MODEL_PRIORITY =
      choice("MODEL_PRIORITY", Priority.class);

  /** Whether threads are bound to cores. */
  public static final WritableProperty<Boolean> ENABLE_CPU_PINNING =
      flag(Properties.ENABLE_CPU_PINNING);

  /** Whether the cores of a model are kept from other models of the process. */
  public static final WritableProperty<Boolean> ENABLE_CPU_RESERVATION =
      flag("ENABLE_CPU_RESERVATION");

  /** Which cores of a hybrid processor are used. */
  public static final WritableProperty<CoreType> SCHEDULING_CORE_TYPE =
      choice(Properties.SCHEDULING_CORE_TYPE, CoreType.class);

  /** Whether two threads of a core are both used. */
  public static final WritableProperty<Boolean> ENABLE_HYPER_THREADING =
      flag(Properties.ENABLE_HYPER_THREADING);

  /**
   * How a model is spread over sockets or devices: {@code TENSOR_PARALLEL}, {@code
   * PIPELINE_PARALLEL}.
   */
  public static final WritableProperty<List<String>> MODEL_DISTRIBUTION_POLICY =
      words("MODEL_DISTRIBUTION_POLICY", ",");

  /** Whether a device may collect requests into batches by itself. */
  public static final WritableProperty<Boolean> ALLOW_AUTO_BATCHING = flag("ALLOW_AUTO_BATCHING");

  /** Values per group where activations are quantized while running; 0 for none. */
  public static final WritableProperty<Long> DYNAMIC_QUANTIZATION_GROUP_SIZE =
      size("DYNAMIC_QUANTIZATION_GROUP_SIZE");

  /** Divides activations so that they fit into f16. */
  public static final WritableProperty<Float> ACTIVATIONS_SCALE_FACTOR =
      decimal("ACTIVATIONS_SCALE_FACTOR");

  /** The element type of language models' caches of keys and values. */
  public static final WritableProperty<ElementType> KV_CACHE_PRECISION =
      elementType("KV_CACHE_PRECISION");

  /** The element type of the cache of keys. */
  public static final WritableProperty<ElementType> KEY_CACHE_PRECISION =
      elementType("KEY_CACHE_PRECISION");

  /** The element type of the cache of values. */
  public static final WritableProperty<ElementType> VALUE_CACHE_PRECISION =
      elementType("VALUE_CACHE_PRECISION");

  /** Values per group in the cache of keys. */
  public static final WritableProperty<Long> KEY_CACHE_GROUP_SIZE = size("KEY_CACHE_GROUP_SIZE");

  /** Values per group in the cache of values. */
  public static final WritableProperty<Long> VALUE_CACHE_GROUP_SIZE =
      size("VALUE_CACHE_GROUP_SIZE");

  /** How urgent inferences are, on an NPU. */
  public static final WritableProperty<WorkloadType> WORKLOAD_TYPE =
      choice("WORKLOAD_TYPE", WorkloadType.class);

  private HintProperties() {}
}
