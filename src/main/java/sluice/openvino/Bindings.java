package sluice.openvino;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tensors that a request was given for its inputs, or for its outputs. It uses them until they
 * are replaced or released. Guarded by the request's lock.
 */
final class Bindings {
  private final String what;
  private final boolean written;
  private final List<Port> ports;
  private final IndexedCall setter;
  private final @Nullable Tensor[] tensors;

  /**
   * No tensors yet.
   *
   * @param what they are, for messages
   * @param written whether inferences write them
   * @param setter gives one to the request
   */
  Bindings(String what, boolean written, List<Port> ports, IndexedCall setter) {
    this.what = what;
    this.written = written;
    this.ports = ports;
    this.setter = setter;
    this.tensors = new Tensor[ports.size()];
  }

  /** Gives a request a tensor; the one before is released. */
  void set(MemorySegment request, int index, Tensor tensor) {
    Port port = port(index);
    if (written) {
      requireWritable(index, port, tensor);
    }
    NativeHandle handle = tensor.handle();
    int status = setter.call(request, index, handle.acquire());
    if (status != Status.OK.code()) {
      OpenVinoException failure =
          Native.failure(status, "setting " + what + " " + index + " to a " + tensor);
      handle.release();
      throw failure;
    }
    if (written && port.isDynamic()) {
      tensor.letShapeChange();
    }
    Tensor previous = tensors[index];
    tensors[index] = tensor;
    if (previous != null) {
      previous.handle().release();
    }
  }

  private void requireWritable(int index, Port port, Tensor tensor) {
    if (tensor.isReadOnly()) {
      throw new IllegalArgumentException(
          "%s %d would be written to a %s over read-only memory".formatted(what, index, tensor));
    }
    if (port.isDynamic() && tensor.hasOwnMemory()) {
      throw new IllegalArgumentException(
          "%s %d has the dynamic shape %s: give it a tensor over memory of your own that is large"
                  .formatted(what, index, port.partialShape())
              + " enough, or none and ask for it after the inference");
    }
  }

  /**
   * The port of an index.
   *
   * @throws IndexOutOfBoundsException when there is none
   */
  Port port(int index) {
    if (index < 0 || index >= tensors.length) {
      throw new IndexOutOfBoundsException(
          what + " " + index + " of a model with " + tensors.length);
    }
    return ports.get(index);
  }

  /**
   * Refuses to go on where memory below a tensor is gone.
   *
   * @throws IllegalStateException when an arena was closed
   */
  void requireMemory() {
    for (int i = 0; i < tensors.length; i++) {
      Tensor tensor = tensors[i];
      if (tensor != null && !tensor.hasMemory()) {
        throw new IllegalStateException(
            "the memory of %s %d (%s) was freed: give the request another tensor"
                .formatted(what, i, tensor));
      }
    }
  }

  /** Gives all tensors up; the request is freed. */
  void release() {
    for (Tensor tensor : tensors) {
      if (tensor != null) {
        tensor.handle().release();
      }
    }
  }
}
