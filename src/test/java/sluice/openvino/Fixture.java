package sluice.openvino;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Test fixture: a compiled model in a core of its own. */
record Fixture(Core core, CompiledModel compiled) implements AutoCloseable {
  /** More than any tiny model takes, on a busy machine too. */
  static final Duration DEADLINE = Duration.ofSeconds(30);

  static Fixture of(Path file) {
    return of(file, "CPU");
  }

  static Fixture of(Path file, String device) {
    Core core = Core.create();
    try (Model model = core.readModel(file)) {
      return new Fixture(
          core, core.compile(model, device, Map.of(Properties.INFERENCE_PRECISION_HINT, "f32")));
    }
  }

  InferRequest request() {
    return compiled.createInferRequest();
  }

  /** A tensor for an input of static shape, of OpenVINO's memory, filled with one value. */
  Tensor input(float value) {
    Port port = compiled.inputs().getFirst();
    Tensor tensor = Tensor.allocate(port.elementType(), port.shape());
    for (long i = 0; i < tensor.data().byteSize() / Float.BYTES; i++) {
      tensor.data().setAtIndex(JAVA_FLOAT, i, value);
    }
    return tensor;
  }

  @Override
  public void close() {
    compiled.close();
    core.close();
  }
}
