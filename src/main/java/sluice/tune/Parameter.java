package sluice.tune;

import java.util.Locale;

/**
 * A parameter of the search, in the order in which the search turns to it: what moves most first.
 */
public enum Parameter {
  /** Which files of a model that is given by name: {@code FP16}, {@code FP16-INT8}. */
  FILES,
  /** {@code latency}, {@code throughput}. */
  HINT,
  /** Parallel streams of the device. */
  STREAMS,
  /** Inference requests. */
  REQUESTS,
  /** Threads of inference. */
  THREADS,
  /** Whether threads are bound to cores: {@code yes}, {@code no}. */
  PINNING,
  /** Prepared frames that wait for a request. */
  PREFETCH,
  /** The type that the device computes in: {@code f32}, {@code bf16} … */
  PRECISION;

  /** The parameter as users see it. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
