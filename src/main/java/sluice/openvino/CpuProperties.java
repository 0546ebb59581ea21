package sluice.openvino;

import static sluice.openvino.PropertyTypes.decimal;
import static sluice.openvino.PropertyTypes.flag;
import static sluice.openvino.PropertyTypes.text;

/** Of the device {@code CPU}. */
public final class CpuProperties {

  /** Whether numbers too small for their type count as zero, which is faster. */
  public static final WritableProperty<Boolean> DENORMALS_OPTIMIZATION =
      flag("CPU_DENORMALS_OPTIMIZATION");

  /** From which share of zeros on weights are packed, 0 to 1. */
  public static final WritableProperty<Float> SPARSE_WEIGHTS_DECOMPRESSION_RATE =
      decimal("CPU_SPARSE_WEIGHTS_DECOMPRESSION_RATE");

  /** Whether an inference is spread over sockets. */
  public static final WritableProperty<Boolean> ENABLE_TENSOR_PARALLEL =
      flag("ENABLE_TENSOR_PARALLEL");

  /** How work is cut for TBB: {@code STATIC}, {@code AUTO}. */
  public static final WritableProperty<String> TBB_PARTITIONER = text("TBB_PARTITIONER");

  private CpuProperties() {}
}
