package sluice.openvino;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import sluice.openvino.ffi.CompiledModelApi;
import sluice.openvino.ffi.PropertyCalls;

/**
 * A model compiled for a device. It owns one thread, {@code openvino-completion-N}, started with
 * the first request, on which the asynchronous inferences of its requests are completed. May be
 * used by any thread.
 */
public final class CompiledModel implements AutoCloseable {
  private final NativeHandle handle;
  private final PropertyCalls calls;
  private final List<Port> inputs;
  private final List<Port> outputs;
  private final CompletionThread completions = new CompletionThread();
  private final Set<InferRequest> requests = ConcurrentHashMap.newKeySet();

  private CompiledModel(
      MemorySegment pointer,
      List<NativeHandle> sources,
      PropertyCalls calls,
      List<Port> inputs,
      List<Port> outputs) {
    this.handle = new NativeHandle("compiled model", pointer, this::free, sources);
    this.calls = calls;
    this.inputs = inputs;
    this.outputs = outputs;
  }

  /** Takes over a compiled model. */
  static CompiledModel of(MemorySegment pointer, List<NativeHandle> sources, PropertyCalls calls) {
    try {
      return new CompiledModel(
          pointer,
          sources,
          calls,
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
   * The index of the input that has a name, be it one of several.
   *
   * @throws IllegalArgumentException when there is none
   */
  public int inputIndex(String name) {
    return handle.use(
        model -> Ports.index(model, "input", inputs, name, CompiledModelApi::inputByName));
  }

  /**
   * The index of the output that has a name, be it one of several.
   *
   * @throws IllegalArgumentException when there is none
   */
  public int outputIndex(String name) {
    return handle.use(
        model -> Ports.index(model, "output", outputs, name, CompiledModelApi::outputByName));
  }

  /**
   * Whether this model came from the cache ({@link CacheProperties#DIR}) and was not compiled anew;
   * false for a device that does not tell.
   */
  public boolean isLoadedFromCache() {
    try {
      return get(CacheProperties.LOADED_FROM_CACHE);
    } catch (OpenVinoException notKnownToThisDevice) {
      return false;
    }
  }

  /**
   * Writes the compiled model, for {@link Core#importModel}. It appears under its name when it is
   * whole; an older file is replaced.
   *
   * @throws IOException when it can't be written
   * @throws OpenVinoException when the device does not export
   */
  public void exportTo(Path file) throws IOException {
    Path target = file.toAbsolutePath();
    Path part =
        Files.createFile(
            target.resolveSibling(target.getFileName() + "." + UUID.randomUUID() + ".part"));
    try {
      exportDirectly(part);
      if (Files.size(part) == 0) {
        throw new IOException("nothing was exported to " + file + ": is there space?");
      }
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private void exportDirectly(Path file) {
    handle.use(
        model -> {
          try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(file.toString());
            Native.check(
                CompiledModelApi.exportModel(model, name),
                () -> "exporting the compiled model to " + file);
            return file;
          }
        });
  }

  /**
   * A property of this compiled model, as the type that it has.
   *
   * @throws OpenVinoException when there is no such property, or its value is none of that type
   */
  public <T> T get(Property<T> property) {
    return property.parse(property(property.key()));
  }

  /**
   * Sets properties that may change after the compilation, one after the other; most may not.
   *
   * @throws OpenVinoException when the device refuses one; those before it are set
   */
  public void set(PropertyValue... settings) {
    for (PropertyValue setting : settings) {
      handle.use(
          model -> {
            int status = calls.setCompiledProperty(model, setting.key(), setting.value());
            Native.check(status, () -> "setting property " + setting + " of the compiled model");
            return status;
          });
    }
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
   * handlers are called; the native model is freed after the last of them.
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
