package sluice.openvino;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PreprocessingIT extends CoreTests {
  /** Four pixels of three bytes, row by row. */
  private static final byte[] PIXELS = {10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120};

  @Test
  void bytesOfPackedPixels_becomeReversedCentredAndScaledPlanes() {
    float[] mean = {1, 2, 3};
    float[] scale = {2, 4, 8};
    try (Model model = core.readModel(TinyModels.twice(folder));
        Model prepared =
            picture(model)
                .reverseChannels()
                .mean(mean)
                .scale(scale)
                .outputsAs(ElementType.F32)
                .build()) {
      assertThat(prepared.inputs().getFirst().elementType()).isEqualTo(ElementType.U8);
      assertThat(prepared.inputs().getFirst().shape()).containsExactly(1, 2, 2, 3);

      float[] expected = new float[PIXELS.length];
      for (int channel = 0; channel < 3; channel++) {
        for (int pixel = 0; pixel < 4; pixel++) {
          float value = PIXELS[pixel * 3 + 2 - channel];
          expected[channel * 4 + pixel] = 2 * (value - mean[channel]) / scale[channel];
        }
      }
      assertThat(infer(prepared)).containsExactly(expected);
    }
  }

  @Test
  void steps_areAppliedInTheirOrder() {
    try (Model model = core.readModel(TinyModels.twice(folder));
        Model prepared = picture(model).mean(0, 0, 100).reverseChannels().build()) {
      float[] outputs = infer(prepared);

      assertThat(outputs[0])
          .as("last channel, less its mean, comes first")
          .isEqualTo(2 * (30f - 100f));
      assertThat(outputs[8]).isEqualTo(2 * 10f);
    }
  }

  @Test
  void outputs_areConverted() {
    try (Model model = core.readModel(TinyModels.twiceInHalves(folder))) {
      assertThat(model.outputs().getFirst().elementType()).isEqualTo(ElementType.F16);
      try (Model prepared = model.preprocess().outputsAs(ElementType.F32).build()) {
        assertThat(prepared.outputs())
            .extracting(Port::elementType)
            .containsExactly(ElementType.F32);
      }
    }
  }

  @Test
  void stepThatDoesNotFit_isRefused() {
    try (Model model = core.readModel(TinyModels.twice(folder))) {
      assertThatThrownBy(() -> model.preprocess().layout("NHWC?!").build())
          .isInstanceOf(OpenVinoException.class);
      assertThatThrownBy(() -> model.preprocess().input(7).elementType(ElementType.U8).build())
          .isInstanceOf(OpenVinoException.class)
          .hasMessageContaining("input 7");
      assertThatThrownBy(() -> picture(model).mean(1, 2).build())
          .isInstanceOf(OpenVinoException.class);
    }
  }

  private static Preprocessing picture(Model model) {
    return model
        .preprocess()
        .elementType(ElementType.U8)
        .layout("NHWC")
        .modelLayout("NCHW")
        .convertElementType(ElementType.F32);
  }

  private float[] infer(Model model) {
    try (Arena arena = Arena.ofConfined();
        CompiledModel compiled =
            core.compile(model, "CPU", Map.of(Properties.INFERENCE_PRECISION_HINT, "f32"));
        InferRequest request = compiled.createInferRequest()) {
      MemorySegment memory = arena.allocate(PIXELS.length + 64, 64);
      MemorySegment.copy(PIXELS, 0, memory, JAVA_BYTE, 0, PIXELS.length);
      try (Tensor input = Tensor.of(ElementType.U8, new long[] {1, 2, 2, 3}, memory)) {
        request.setInput(0, input);
        request.infer();
      }
      try (Tensor output = request.output(0)) {
        return output.data().toArray(JAVA_FLOAT);
      }
    }
  }
}
