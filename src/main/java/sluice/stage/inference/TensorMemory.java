package sluice.stage.inference;

import java.lang.foreign.MemorySegment;

/**
 * Memory for the input and the outputs of one inference, owned by the engine that made it and alive
 * as long as that engine, or as an inference that outlives the engine's closing works on it:
 * runtimes keep pointers to the memory of the last inference.
 */
public interface TensorMemory {

  /** The input, as {@link sluice.core.TensorSet#input} says. */
  MemorySegment input();

  /** An output's floats, as {@link sluice.core.TensorSet#output} says. */
  MemorySegment output(int index);
}
