package sluice.openvino;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PersonDetectionIT extends OpenVinoTests {

  @ParameterizedTest
  @ValueSource(strings = {"FP16", "FP16-INT8"})
  void detector_takesAPictureOfBytesAndGivesItsBoxes(String precision) {
    Path file =
        Path.of("../shared/models/person-detection-0202", precision, "person-detection-0202.xml");
    assumeTrue(Files.exists(file), () -> file + " is not here");
    try (Core core = Core.create();
        Model model = core.readModel(file);
        Model prepared = picture(model);
        CompiledModel compiled =
            core.compile(prepared, "CPU", Map.of(Properties.PERFORMANCE_HINT, "THROUGHPUT"));
        InferRequest request = compiled.createInferRequest();
        Tensor black = Tensor.allocate(ElementType.U8, 1, 512, 512, 3)) {
      assertThat(compiled.inputs())
          .singleElement()
          .satisfies(
              port -> {
                assertThat(port.elementType()).isEqualTo(ElementType.U8);
                assertThat(port.shape()).containsExactly(1, 512, 512, 3);
              });
      assertThat(compiled.outputs())
          .singleElement()
          .satisfies(
              port -> {
                assertThat(port.elementType()).isEqualTo(ElementType.F32);
                assertThat(port.shape()).containsExactly(1, 1, 200, 7);
              });
      black.data().fill((byte) 0);
      request.setInput(0, black);
      request.startAsync().join();
      try (Tensor boxes = request.output(0)) {
        assertThat(boxes.data().byteSize()).isEqualTo(200 * 7 * Float.BYTES);
        assertThat(boxes.data().getAtIndex(JAVA_FLOAT, 2))
            .as("confidence of the best")
            .isBetween(0f, 0.5f);
      }
    }
  }

  private static Model picture(Model model) {
    assertThat(model.inputs().getFirst().shape()).containsExactly(1, 3, 512, 512);
    return model
        .preprocess()
        .elementType(ElementType.U8)
        .layout("NHWC")
        .modelLayout("NCHW")
        .convertElementType(ElementType.F32)
        .outputsAs(ElementType.F32)
        .build();
  }
}
