package sluice.openvino;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import sluice.openvino.PartialShape.Dimension;

/** Inputs whose shape is another one each time, and outputs that follow. */
class DynamicShapeIT extends OpenVinoTests {

  private static Tensor rows(int rows, float value) {
    Tensor tensor = Tensor.allocate(ElementType.F32, rows, 4);
    for (int i = 0; i < rows * 4; i++) {
      tensor.data().setAtIndex(JAVA_FLOAT, i, value);
    }
    return tensor;
  }

  private Fixture openRows() {
    return Fixture.of(TinyModels.openRows().write(folder));
  }

  @Test
  void inputsOfAnyNumberOfRows_giveOutputsOfThatNumber() {
    try (Fixture fixture = openRows();
        InferRequest request = fixture.request()) {
      for (int rows : new int[] {1, 7, 3, 200, 2}) {
        try (Tensor input = rows(rows, rows)) {
          request.setInput("x", input);
          request.infer();
          try (Tensor output = request.output("y")) {
            assertThat(output.shape()).containsExactly(rows, 4);
            assertThat(floats(output)).hasSize(rows * 4).containsOnly(rows);
          }
        }
      }
    }
  }

  @Test
  void outputThatWasAskedFor_isClosedByTheNextStart() {
    try (Fixture fixture = openRows();
        InferRequest request = fixture.request();
        Tensor few = rows(2, 1);
        Tensor many = rows(500, 2)) {
      request.setInput(0, few);
      request.infer();
      Tensor output = request.output(0);
      MemorySegment data = output.data();
      assertThat(data.get(JAVA_FLOAT, 0)).isEqualTo(1);

      request.setInput(0, many);
      request.infer();

      assertThatThrownBy(() -> data.get(JAVA_FLOAT, 0)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(output::data).hasMessage("tensor is closed");
    }
  }

  @Test
  void outputOverOurMemory_takesTheShapeThatComesOut() {
    try (Arena arena = Arena.ofConfined();
        Fixture fixture = openRows();
        InferRequest request = fixture.request();
        Tensor output =
            Tensor.of(ElementType.F32, new long[] {8, 4}, arena.allocate(8 * 4 * 4, 64))) {
      request.setOutput(0, output);
      for (int rows : new int[] {3, 8, 1}) {
        try (Tensor input = rows(rows, rows)) {
          request.setInput(0, input);
          request.infer();
          assertThat(output.shape()).containsExactly(rows, 4);
          assertThat(floats(output)).hasSize(rows * 4).containsOnly(rows);
        }
      }
    }
  }

  @Test
  void outputOverTooLittleMemory_failsTheInferenceAndNothingElse() {
    try (Arena arena = Arena.ofConfined();
        Fixture fixture = openRows();
        InferRequest request = fixture.request();
        Tensor small =
            Tensor.of(ElementType.F32, new long[] {2, 4}, arena.allocate(2 * 4 * 4, 64));
        Tensor nine = rows(9, 9);
        Tensor two = rows(2, 2)) {
      request.setOutput(0, small);
      request.setInput(0, nine);
      assertThatThrownBy(request::infer).isInstanceOf(OpenVinoException.class);

      request.setInput(0, two);
      request.infer();
      assertThat(floats(small)).containsOnly(2);
    }
  }

  @Test
  void outputOverMemoryThatOpenVinoMayMove_isRefused() {
    try (Fixture fixture = openRows();
        InferRequest request = fixture.request();
        Tensor own = rows(2, 0)) {
      assertThatThrownBy(() -> request.setOutput("y", own))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("output 0 has the dynamic shape [?,4]");
    }
  }

  @Test
  void shapeOutOfBounds_isRefused() {
    try (Core core = Core.create();
        Model model = core.readModel(TinyModels.openRows().xml())) {
      model.reshape(PartialShape.bounded(Dimension.between(1, 8), Dimension.of(4)));
      try (CompiledModel compiled = core.compile(model, "CPU");
          InferRequest request = compiled.createInferRequest();
          Tensor fits = rows(8, 1);
          Tensor tooMany = rows(9, 1)) {
        assertThatThrownBy(() -> request.setInput(0, tooMany))
            .isInstanceOf(OpenVinoException.class)
            .hasMessageContaining("F32 [9, 4]");
        request.setInput(0, fits);
        request.infer();
        assertThat(output(request, "y")).hasSize(32);
      }
    }
  }
}
