package sluice.openvino;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import sluice.openvino.ffi.ModelApi;

/**
 * A model as it was read, not yet compiled for a device. Reading it and compiling it may be done by
 * any thread; what changes it ({@link #reshape}, {@link #preprocess}) wants it for itself.
 */
public final class Model implements AutoCloseable {
  private final NativeHandle handle;
  private final List<NativeHandle> sources;

  /**
   * Takes over a model.
   *
   * @param sources what it and everything made from it keeps alive: the core, and the weights where
   *     they are a tensor's; in use by the caller now
   */
  Model(MemorySegment pointer, List<NativeHandle> sources) {
    this.handle = new NativeHandle("model", pointer, ModelApi::free, sources);
    this.sources = sources;
  }

  NativeHandle handle() {
    return handle;
  }

  List<NativeHandle> sources() {
    return sources;
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
   * The input that has a name, be it one of several.
   *
   * @throws IllegalArgumentException when there is none
   */
  public Port input(String name) {
    List<Port> inputs = inputs();
    return handle.use(
        model -> inputs.get(Ports.index(model, "input", inputs, name, ModelApi::inputByName)));
  }

  /**
   * The output that has a name, be it one of several.
   *
   * @throws IllegalArgumentException when there is none
   */
  public Port output(String name) {
    List<Port> outputs = outputs();
    return handle.use(
        model -> outputs.get(Ports.index(model, "output", outputs, name, ModelApi::outputByName)));
  }

  /** Whether the shape of any input or output is open. */
  public boolean isDynamic() {
    return inputs().stream().anyMatch(Port::isDynamic)
        || outputs().stream().anyMatch(Port::isDynamic);
  }

  /**
   * Gives the only input another shape, fixed or open; all others follow from it.
   *
   * @throws IllegalArgumentException when the model has not exactly one input, or the shape's rank
   *     is unknown
   * @throws OpenVinoException when the model does not allow that shape; it is then as before
   */
  public void reshape(PartialShape shape) {
    int inputs = inputs().size();
    if (inputs != 1) {
      throw new IllegalArgumentException(
          "a shape for the only input of a model with " + inputs + ": name the inputs");
    }
    handle.use(
        model -> {
          try (Arena arena = Arena.ofConfined()) {
            MemorySegment shapes = Ports.write(arena, List.of(shape));
            Native.check(
                ModelApi.reshapeSingleInput(model, shapes),
                () -> "reshaping the model's input to " + shape);
            return shape;
          }
        });
  }

  /**
   * Gives some inputs other shapes, fixed or open, all at once; the rest of the model follows from
   * them.
   *
   * @param shapes by the inputs' names, of known rank
   * @throws OpenVinoException when an input isn't there, or the model does not allow the shapes; it
   *     is then as before
   */
  public void reshape(Map<String, PartialShape> shapes) {
    List<Map.Entry<String, PartialShape>> entries = List.copyOf(shapes.entrySet());
    handle.use(
        model -> {
          try (Arena arena = Arena.ofConfined()) {
            MemorySegment names =
                Native.texts(arena, entries.stream().map(Map.Entry::getKey).toList());
            MemorySegment values =
                Ports.write(arena, entries.stream().map(Map.Entry::getValue).toList());
            Native.check(
                ModelApi.reshape(model, names, values, entries.size()),
                () -> "reshaping the model's inputs to " + shapes);
            return shapes;
          }
        });
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
