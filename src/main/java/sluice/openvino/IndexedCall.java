package sluice.openvino;

import java.lang.foreign.MemorySegment;

/** A C function about one of several inputs or outputs; returns its status. */
@FunctionalInterface
interface IndexedCall {
  /**
   * Calls it.
   *
   * @param object the model or request
   * @param index of the input or output
   * @param argument what is set, or where the answer goes
   */
  int call(MemorySegment object, long index, MemorySegment argument);
}
