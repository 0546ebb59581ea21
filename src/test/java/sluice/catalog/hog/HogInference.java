package sluice.catalog.hog;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Map;
import sluice.openvino.CompiledModel;
import sluice.openvino.Core;
import sluice.openvino.ElementType;
import sluice.openvino.InferRequest;
import sluice.openvino.Model;
import sluice.openvino.Port;
import sluice.openvino.Tensor;

/** A model that takes pictures of bytes, as Sluice's engine folds it, and one request for it. */
final class HogInference implements AutoCloseable {
  private final CompiledModel compiled;
  private final InferRequest request;
  private final Tensor input;

  private HogInference(CompiledModel compiled) {
    this.compiled = compiled;
    this.request = compiled.createInferRequest();
    this.input = Tensor.allocate(ElementType.U8, compiled.inputs().getFirst().shape());
    request.setInput(0, input);
  }

  /** Reads and compiles; the core stays the caller's. */
  static HogInference open(Core core, Path file, Map<String, String> properties) {
    try (Model model = core.readModel(file);
        Model prepared =
            model
                .preprocess()
                .elementType(ElementType.U8)
                .layout("NHWC")
                .modelLayout("NCHW")
                .convertElementType(ElementType.F32)
                .outputsAs(ElementType.F32)
                .build()) {
      return new HogInference(core.compile(prepared, "CPU", properties));
    }
  }

  /** What the model takes. */
  Port inputPort() {
    return compiled.inputs().getFirst();
  }

  /** What the model gives. */
  Port outputPort() {
    return compiled.outputs().getFirst();
  }

  /** The output for a picture of packed pixels. */
  float[] infer(byte[] bgr) {
    MemorySegment.copy(bgr, 0, input.data(), JAVA_BYTE, 0, bgr.length);
    infer();
    try (Tensor output = request.output(0)) {
      return output.data().toArray(JAVA_FLOAT);
    }
  }

  /** Once more for the last picture. */
  void infer() {
    request.infer();
  }

  @Override
  public void close() {
    request.close();
    input.close();
    compiled.close();
  }
}
