package sluice.openvino;

import static sluice.openvino.PropertyTypes.choice;
import static sluice.openvino.PropertyTypes.flag;
import static sluice.openvino.PropertyTypes.number;
import static sluice.openvino.PropertyTypes.text;

/** How inferences are run, measured and logged. */
public final class ExecutionProperties {
  /** What is logged: this and worse. */
  public enum LogLevel {
    NONE,
    ERROR,
    WARNING,
    INFO,
    DEBUG,
    TRACE
  }

  /** Inferences that run side by side: a number, {@code AUTO} or {@code NUMA}. */
  public static final WritableProperty<String> NUM_STREAMS = text(Properties.NUM_STREAMS);

  /** Threads of all streams of a compiled model together; 0 for the device's choice. */
  public static final WritableProperty<Integer> INFERENCE_NUM_THREADS =
      number(Properties.INFERENCE_NUM_THREADS);

  /** Threads that compile. */
  public static final WritableProperty<Integer> COMPILATION_NUM_THREADS =
      number("COMPILATION_NUM_THREADS");

  /** Whether times per layer are taken, for {@link InferRequest#profile}. */
  public static final WritableProperty<Boolean> PERF_COUNT = flag(Properties.PERF_COUNT);

  /** What a device logs, see {@link OpenVino#logTo}. */
  public static final WritableProperty<LogLevel> LOG_LEVEL =
      choice("LOG_LEVEL", LogLevel.class, "LOG_");

  /** Which of several devices of a kind, for example {@code 0}. */
  public static final WritableProperty<String> DEVICE_ID = text("DEVICE_ID");

  /** Milliseconds for which {@code BATCH} waits for a batch to be full. */
  public static final WritableProperty<Integer> AUTO_BATCH_TIMEOUT = number("AUTO_BATCH_TIMEOUT");

  /** Whether the threads of TBB end with the last core; of the core itself. */
  public static final WritableProperty<Boolean> FORCE_TBB_TERMINATE = flag("FORCE_TBB_TERMINATE");

  /** Whether weights are mapped rather than read; of the core itself. */
  public static final WritableProperty<Boolean> ENABLE_MMAP = flag("ENABLE_MMAP");

  private ExecutionProperties() {}
}
