package sluice.bench;

import java.util.Locale;

/** A way to put frames through a model. */
public enum BenchMode {
  /** One request; each frame is waited for before the next one is read. */
  SYNC,
  /** Two requests, the current and the next one, swapped by hand after each frame. */
  ASYNC,
  /** As many requests as the device calls optimal, with callbacks, and no stream around them. */
  QUEUE,
  /** The product's graph: backpressure from the device to the decoder. */
  STREAM,
  /** The requests alone, fed with tensors that were prepared before: what the device can do. */
  INFER_ONLY;

  /** The mode as users write it: {@code sync}, {@code infer-only} … */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether it decodes, prepares and reads outputs; all but {@link #INFER_ONLY} do. */
  public boolean isEndToEnd() {
    return this != INFER_ONLY;
  }
}
