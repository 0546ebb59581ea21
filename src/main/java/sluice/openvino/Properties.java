package sluice.openvino;

/**
 * Keys of the usual properties, for maps of strings; with the types of their values: {@link
 * Property}. A device may know more, see {@link #SUPPORTED_PROPERTIES}, and may lack some of these.
 * Booleans are {@link #YES} and {@link #NO}.
 */
public final class Properties {
  /** What a device knows, as a list of keys; read only. */
  public static final String SUPPORTED_PROPERTIES = "SUPPORTED_PROPERTIES";

  /** The devices that can be used; read only, of the core. */
  public static final String AVAILABLE_DEVICES = "AVAILABLE_DEVICES";

  /** The product's name; read only. */
  public static final String FULL_DEVICE_NAME = "FULL_DEVICE_NAME";

  /** Element types and features that a device speeds up; read only. */
  public static final String OPTIMIZATION_CAPABILITIES = "OPTIMIZATION_CAPABILITIES";

  /** Least and greatest number of streams; read only. */
  public static final String RANGE_FOR_STREAMS = "RANGE_FOR_STREAMS";

  /** Least and greatest number of requests at once, and the step; read only. */
  public static final String RANGE_FOR_ASYNC_INFER_REQUESTS = "RANGE_FOR_ASYNC_INFER_REQUESTS";

  /** How many requests keep a compiled model's device busy; read only. */
  public static final String OPTIMAL_NUMBER_OF_INFER_REQUESTS = "OPTIMAL_NUMBER_OF_INFER_REQUESTS";

  /** The devices a compiled model really runs on; read only. */
  public static final String EXECUTION_DEVICES = "EXECUTION_DEVICES";

  /** The model's name, of a compiled model; read only. */
  public static final String NETWORK_NAME = "NETWORK_NAME";

  /** What to tune for: {@link #LATENCY}, {@link #THROUGHPUT} or {@link #CUMULATIVE_THROUGHPUT}. */
  public static final String PERFORMANCE_HINT = "PERFORMANCE_HINT";

  /** How many requests the caller means to run at once; a bound for what the hint chooses. */
  public static final String PERFORMANCE_HINT_NUM_REQUESTS = "PERFORMANCE_HINT_NUM_REQUESTS";

  /** Inferences that run side by side; a number or {@code AUTO}. */
  public static final String NUM_STREAMS = "NUM_STREAMS";

  /** Threads of all streams of a compiled model together. */
  public static final String INFERENCE_NUM_THREADS = "INFERENCE_NUM_THREADS";

  /** The element type to compute in, for example {@code f32}. */
  public static final String INFERENCE_PRECISION_HINT = "INFERENCE_PRECISION_HINT";

  /** {@code PERFORMANCE} or {@code ACCURACY}. */
  public static final String EXECUTION_MODE_HINT = "EXECUTION_MODE_HINT";

  /** Whether threads are bound to cores. */
  public static final String ENABLE_CPU_PINNING = "ENABLE_CPU_PINNING";

  /** Whether two threads of a core are both used. */
  public static final String ENABLE_HYPER_THREADING = "ENABLE_HYPER_THREADING";

  /**
   * Which cores of a hybrid processor are used: {@code ANY_CORE}, {@code PCORE_ONLY}, {@code
   * ECORE_ONLY}.
   */
  public static final String SCHEDULING_CORE_TYPE = "SCHEDULING_CORE_TYPE";

  /** Folder for compiled models. */
  public static final String CACHE_DIR = "CACHE_DIR";

  /** Whether times per layer are taken. */
  public static final String PERF_COUNT = "PERF_COUNT";

  /** Value of {@link #PERFORMANCE_HINT}: few requests, each as fast as can be. */
  public static final String LATENCY = "LATENCY";

  /** Value of {@link #PERFORMANCE_HINT}: as many inferences per second as can be. */
  public static final String THROUGHPUT = "THROUGHPUT";

  /**
   * Value of {@link #PERFORMANCE_HINT} for {@code AUTO}: throughput of several devices together.
   */
  public static final String CUMULATIVE_THROUGHPUT = "CUMULATIVE_THROUGHPUT";

  /** True. */
  public static final String YES = "YES";

  /** False. */
  public static final String NO = "NO";

  private Properties() {}
}
