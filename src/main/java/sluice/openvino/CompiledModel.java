package sluice.openvino;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import sluice.openvino.ffi.CompiledModelApi;

/**
 * A model compiled for a device. It owns one thread, {@code openvino-completion-N}, started with
 * the first request, on which the asynchronous inferences of its requests are completed. May be
 * used by any thread.
 */
public final class CompiledModel implements AutoCloseable {
  private final NativeHandle handle;
  private final List<Port> inputs;
  private final List<Port> outputs;
  private final CompletionThread completions = new CompletionThread();
  private final Set<InferRequest> requests = ConcurrentHashMap.newKeySet();

  private CompiledModel(
      MemorySegment pointer, NativeHandle core, List<Port> inputs, List<Port> outputs) {
    this.handle = new NativeHandle("compiled model", pointer, this::free, core);
    this.inputs = inputs;
    this.outputs = outputs;
  }

  /** Takes over a compiled model. */
  static CompiledModel of(MemorySegment pointer, NativeHandle core) {
    try {
      return new CompiledModel(
          pointer,
          core,
          Ports.read(pointer, "inputs", CompiledModelApi::inputsSize, CompiledModelApi::input),
          Ports.read(pointer, "outputs", CompiledModelApi::outputsSize, CompiledModelApi::output));
    } catch (RuntimeException e) {
      CompiledModelApi.free(pointer);
      throw e;
    }
  }

  NativeHandle handle() {
    return handle;
  }

  CompletionThread completions() {
    return completions;
  }

  /** Forgets a request that was closed. */
  void closed(InferRequest request) {
    requests.remove(request);
  }

  /** The inputs, by index. */
  public List<Port> inputs() {
    return inputs;
  }

  /** The outputs, by index. */
  public List<Port> outputs() {
    return outputs;
  }

  /**
   * A property of this compiled model.
   *
   * @param key one of {@link Properties} or of the device's own
   * @throws OpenVinoException when there is no such property
   */
  public String property(String key) {
    return handle.use(
        model -> {
          try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(key);
            return Native.text(
                () -> "reading property " + key + " of the compiled model",
                out -> CompiledModelApi.getProperty(model, name, out));
          }
        });
  }

  /**
   * Makes a request for inferences, with tensors of its own for all static inputs and outputs.
   *
   * @throws OpenVinoException when OpenVINO refuses
   */
  public InferRequest createInferRequest() {
    InferRequest request = handle.use(this::newRequest);
    requests.add(request);
    if (handle.isClosed()) {
      request.close();
      throw new IllegalStateException("compiled model is closed");
    }
    return request;
  }

  private InferRequest newRequest(MemorySegment pointer) {
    completions.start();
    return InferRequest.of(
        Native.pointer(
            () -> "creating an infer request",
            out -> CompiledModelApi.createInferRequest(pointer, out)),
        this);
  }

  /**
   * Refuses further use and closes all requests. Inferences that run end as they would, and their
   * handlers are told; the native model is freed after the last of them.
   */
  @Override
  public void close() {
    if (handle.close()) {
      requests.forEach(InferRequest::close);
    }
  }

  /**
   * Waits until the model and all its requests are closed and freed: from then on no memory of
   * their tensors is touched any more. Not to be called from a handler.
   *
   * @return false when that took longer
   */
  public boolean awaitFreed(Duration timeout) throws InterruptedException {
    return handle.awaitFreed(timeout);
  }

  private void free(MemorySegment pointer) {
    try {
      CompiledModelApi.free(pointer);
    } finally {
      completions.end();
    }
  }
}
