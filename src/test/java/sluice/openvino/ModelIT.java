package sluice.openvino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sluice.openvino.PartialShape.Dimension;

/** Models from memory, their ports by name, and other shapes for them. */
class ModelIT extends CoreTests {
  private static final float[] ONES = {1, 1, 1, 1};
  private static final long[] ROW = {1, 4};

  private float[] infer(Model model, float... values) {
    try (CompiledModel compiled = core.compile(model, "CPU");
        InferRequest request = compiled.createInferRequest();
        Tensor input = floats(new long[] {1, values.length}, values)) {
      request.setInput(0, input);
      request.infer();
      return output(request, "y");
    }
  }

  @Test
  void irAndOnnx_areReadFromMemory() {
    IrGraph graph = TinyModels.weighted();
    try (Model ir = core.readModel(graph.xml(), graph.weights());
        Model onnx = core.readModel(TinyModels.reluOnnx());
        Model bare = core.readModel(TinyModels.openRows().xml())) {
      assertThat(infer(ir, ONES)).containsExactly(1, 2, 3, 4);
      assertThat(infer(onnx, -1, 2, -3, 4)).containsExactly(0, 2, 0, 4);
      assertThat(bare.inputs()).extracting(Port::isDynamic).containsExactly(true);
    }
  }

  @Test
  void weightsElsewhere_areReadFromTheirFile() throws Exception {
    IrGraph graph = TinyModels.weighted();
    Path model = Files.write(folder.resolve("model.xml"), graph.xml());
    Path weights = Files.write(folder.resolve("weights.elsewhere"), graph.weights());
    try (Model read = core.readModel(model, weights)) {
      assertThat(infer(read, ONES)).containsExactly(1, 2, 3, 4);
    }
  }

  @Test
  void weightsInMemory_liveAsLongAsTheLastThingMadeFromThem() throws Exception {
    IrGraph graph = TinyModels.weighted();
    Tensor weights = Tensor.allocate(ElementType.U8, graph.weights().length);
    weights.data().copyFrom(MemorySegment.ofArray(graph.weights()));
    MemorySegment memory = weights.data();
    Model model;
    try (Arena arena = Arena.ofConfined()) {
      model = core.readModel(arena.allocateFrom(ValueLayout.JAVA_BYTE, graph.xml()), weights);
    }
    CompiledModel compiled = core.compile(model, "CPU");
    InferRequest request = compiled.createInferRequest();
    weights.close();
    model.close();

    request.start((one, _) -> one.close());
    assertThat(weights.awaitFreed(Duration.ZERO)).as("used by the compiled model").isFalse();
    assertThat(memory.scope().isAlive()).isTrue();
    compiled.close();
    assertThat(weights.awaitFreed(Fixture.DEADLINE)).isTrue();
    assertThat(memory.scope().isAlive()).isFalse();
  }

  @Test
  void modelsThatAreBroken_areRefused() {
    IrGraph graph = TinyModels.weighted();
    byte[] xml = graph.xml();
    byte[] weights = graph.weights();
    byte[] onnx = TinyModels.reluOnnx();

    assertRefused(() -> core.readModel(Arrays.copyOf(xml, xml.length / 2), weights));
    assertRefused(() -> core.readModel(xml, Arrays.copyOf(weights, weights.length - 1)));
    assertRefused(() -> core.readModel(xml));
    assertRefused(() -> core.readModel(Arrays.copyOf(onnx, onnx.length - 9)));
    assertRefused(() -> core.readModel("not a model".getBytes(StandardCharsets.UTF_8)));
    assertRefused(() -> core.readModel(new byte[0]));
    assertRefused(() -> core.readModel(folder));
    assertRefused(() -> core.readModel(folder.resolve("absent.onnx")));
  }

  private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable read) {
    assertThatThrownBy(read)
        .isInstanceOf(OpenVinoException.class)
        .hasMessageStartingWith("reading ")
        .message()
        .doesNotContain("\n");
  }

  @Test
  void ports_areFoundByTheirNames() {
    try (Model model = core.readModel(TinyModels.twoByTwo().xml())) {
      assertThat(model.input("b").name()).isEqualTo("b");
      assertThat(model.output("product").shape()).containsExactly(2, 3);
      assertThatThrownBy(() -> model.input("c"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("no input is named 'c'; the model has: a, b");
      assertThatThrownBy(() -> model.output(""))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("sum, product");
    }
  }

  @Test
  void portWithSeveralNames_isFoundByEachOfThem() {
    String xml = new String(TinyModels.twoByTwo().xml(), StandardCharsets.UTF_8);
    String renamed = xml.replace("names=\"b\"", "names=\"b,b:0,second\"");
    try (Model model = core.readModel(renamed.getBytes(StandardCharsets.UTF_8));
        CompiledModel compiled = core.compile(model, "CPU")) {
      for (String name : new String[] {"b", "b:0", "second"}) {
        assertThat(model.input(name)).as(name).isEqualTo(model.inputs().get(1));
        assertThat(compiled.inputIndex(name)).as(name).isEqualTo(1);
      }
    }
  }

  @Test
  void inputOfUnknownRank_isReportedAndReshaped() {
    String xml = new String(TinyModels.openRows().xml(), StandardCharsets.UTF_8);
    String open = xml.replace("shape=\"?,4\"", "shape=\"...\"");
    try (Model model = core.readModel(open.getBytes(StandardCharsets.UTF_8))) {
      assertThat(model.inputs().getFirst().partialShape()).isEqualTo(PartialShape.unknown());
      model.reshape(PartialShape.of(2, 3, 4));
      assertThat(model.outputs().getFirst().shape()).containsExactly(2, 3, 4);
    }
  }

  @Test
  void reshape_givesTheOnlyInputAnotherShape() {
    try (Model model = core.readModel(TinyModels.openRows().xml())) {
      assertThat(model.isDynamic()).isTrue();
      model.reshape(PartialShape.of(3, 4));

      assertThat(model.isDynamic()).isFalse();
      assertThat(model.outputs().getFirst().shape()).containsExactly(3, 4);
      model.reshape(PartialShape.bounded(Dimension.between(1, 8), Dimension.of(4)));
      assertThat(model.outputs().getFirst().partialShape()).hasToString("[1..8,4]");
      model.reshape(PartialShape.of(-1, 4));
      assertThat(model.inputs().getFirst().partialShape()).hasToString("[?,4]");
      assertThatThrownBy(() -> model.reshape(PartialShape.unknown()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("number of dimensions");
    }
  }

  @Test
  void reshape_ofSeveralInputsHappensAtOnce() {
    try (Model model = core.readModel(TinyModels.twoByTwo().xml())) {
      PartialShape larger = PartialShape.of(5, 3);
      model.reshape(Map.of("a", larger, "b", larger));

      assertThat(model.output("sum").shape()).containsExactly(5, 3);
      assertThatThrownBy(() -> model.reshape(PartialShape.of(1, 3)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("a model with 2");
      assertThatThrownBy(() -> model.reshape(Map.of("c", larger)))
          .isInstanceOf(OpenVinoException.class)
          .hasMessageContaining("c=[5,3]");
    }
  }

  @Test
  void reshape_thatTheModelDoesNotAllowLeavesItAsItWas() {
    try (Model model = core.readModel(TinyModels.twoByTwo().xml())) {
      assertThatThrownBy(() -> model.reshape(Map.of("a", PartialShape.of(7, 2))))
          .isInstanceOf(OpenVinoException.class)
          .hasMessageContaining("a=[7,2]");

      assertThat(model.input("a").shape()).containsExactly(2, 3);
      assertThat(model.output("sum").shape()).containsExactly(2, 3);
      core.compile(model, "CPU").close();
    }
  }

  @Test
  void modelOfAnotherCore_isCompiled() {
    Model model;
    try (Core other = Core.create()) {
      model = other.readModel(TinyModels.reluOnnx());
    }
    try (model) {
      assertThat(infer(model, -1, 1, -1, 1)).containsExactly(0, 1, 0, 1);
      assertThat(model.input("x").shape()).isEqualTo(ROW);
    }
  }
}
