package sluice.core;

import java.lang.foreign.MemorySegment;
import sluice.core.model.InputSpec;
import sluice.core.model.OutputSpec;

/**
 * The input and output memory of one inference, leased from the pool of a model.
 *
 * <p>Used by one thread at a time. It is filled before it is submitted, belongs to the device until
 * the submission returns, and is read afterwards. Closing gives it back to its pool; that must not
 * happen while the device works on it.
 */
public interface TensorSet extends LeasedTensors {

  /**
   * The input as {@link InputSpec} describes it. The segment is longer than {@link
   * InputSpec#byteSize}: some conversions write a few bytes past the last row.
   */
  MemorySegment input();

  /**
   * The floats of an output, as {@link OutputSpec} describes it, valid after the inference and
   * until {@link #close}. Where the output's size is open, the segment has as many floats as the
   * inference gave, none included.
   */
  MemorySegment output(int index);
}
