package sluice.openvino;

import java.lang.foreign.MemorySegment;
import java.util.List;
import sluice.openvino.ffi.ModelApi;

/** A model as it was read, not yet compiled for a device. May be used by any thread. */
public final class Model implements AutoCloseable {
  private final NativeHandle handle;
  private final NativeHandle core;

  Model(MemorySegment pointer, NativeHandle core) {
    this.handle = new NativeHandle("model", pointer, ModelApi::free, core);
    this.core = core;
  }

  NativeHandle handle() {
    return handle;
  }

  /** What its children keep alive. */
  NativeHandle core() {
    return core;
  }

  /** The name that the model's maker gave it. */
  public String friendlyName() {
    return handle.use(
        model ->
            Native.text(
                () -> "asking for the model's name", out -> ModelApi.friendlyName(model, out)));
  }

  /** The inputs, by index. */
  public List<Port> inputs() {
    return handle.use(model -> Ports.read(model, "inputs", ModelApi::inputsSize, ModelApi::input));
  }

  /** The outputs, by index. */
  public List<Port> outputs() {
    return handle.use(
        model -> Ports.read(model, "outputs", ModelApi::outputsSize, ModelApi::output));
  }

  /**
   * Begins to describe what is to be folded into the model before its inputs and behind its
   * outputs.
   */
  public Preprocessing preprocess() {
    return new Preprocessing(this);
  }

  /** Refuses further use. Compiled models made from it stay usable. */
  @Override
  public void close() {
    handle.close();
  }
}
