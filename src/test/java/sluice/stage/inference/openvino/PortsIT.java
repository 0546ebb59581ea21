package sluice.stage.inference.openvino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.core.NativeMemory;
import sluice.core.PixelSize;
import sluice.core.SluiceException;
import sluice.core.model.ChannelOrder;
import sluice.core.model.InputSpec;
import sluice.core.model.OutputSpec;
import sluice.openvino.Core;
import sluice.openvino.IrGraph;
import sluice.stage.inference.TensorMemory;

/** Ports that models have in the field, each with a model that shows what reaches it. */
@Timeout(60)
class PortsIT {
  private static final int WIDTH = 4;
  private static final int HEIGHT = 2;
  private static final int COLOURS = 3;

  private static Core core;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    core = Core.create();
  }

  @AfterAll
  static void stop() {
    core.close();
  }

  /** A model that gives back what it was given. */
  private Path echo(String type, int... extents) {
    IrGraph graph = new IrGraph("echo");
    IrGraph.Node picture = graph.parameter("picture", type, extents);
    graph.result(graph.convert("y", picture, "f32", extents));
    return graph.write(folder);
  }

  private static EngineSettings settings(Path model, Optional<PixelSize> size) {
    return EngineSettings.of(
            model,
            ChannelOrder.BGR,
            "CPU",
            Map.of("INFERENCE_PRECISION_HINT", "f32"),
            OptionalInt.of(1))
        .sized(size);
  }

  /** The value of a colour of a pixel. */
  private static int value(int row, int column, int colour) {
    return 10 * (row * WIDTH + column) + colour;
  }

  private static void fill(MemorySegment input) {
    for (int row = 0; row < HEIGHT; row++) {
      for (int column = 0; column < WIDTH; column++) {
        for (int colour = 0; colour < COLOURS; colour++) {
          long at = ((long) row * WIDTH + column) * COLOURS + colour;
          input.set(ValueLayout.JAVA_BYTE, at, (byte) value(row, column, colour));
        }
      }
    }
  }

  private static void infer(OpenVinoEngine engine, TensorMemory memory) throws Exception {
    CompletableFuture<Optional<SluiceException>> ended = new CompletableFuture<>();
    engine
        .requests()
        .getFirst()
        .start(memory, failure -> ended.complete(Optional.ofNullable(failure)));
    assertThat(ended.get(30, TimeUnit.SECONDS)).isEmpty();
  }

  private static float[] run(OpenVinoEngine engine) throws Exception {
    TensorMemory memory = engine.newTensorMemory();
    fill(memory.input());
    infer(engine, memory);
    return memory.output(0).toArray(ValueLayout.JAVA_FLOAT);
  }

  @ParameterizedTest
  @CsvSource({
    "f32, 1 3 2 4",
    "f16, 1 3 2 4",
    "u8,  1 3 2 4",
    "f32, 1 2 4 3",
    "f16, 1 2 4 3",
    "u8,  1 2 4 3",
    "f32, -1 3 2 4",
    "f32, 1 3 -1 -1",
    "f16, -1 3 -1 -1",
    "u8,  -1 -1 -1 3",
  })
  void aPicture_reachesTheModel_asItTakesIt(String type, String extents) throws Exception {
    int[] shape = List.of(extents.split(" ")).stream().mapToInt(Integer::parseInt).toArray();
    boolean planes = shape[1] == COLOURS;
    Optional<PixelSize> size = Optional.of(new PixelSize(WIDTH, HEIGHT));

    try (OpenVinoEngine engine = OpenVinoEngine.open(core, settings(echo(type, shape), size))) {
      assertThat(engine.input()).isEqualTo(new InputSpec(WIDTH, HEIGHT, ChannelOrder.BGR));
      assertThat(engine.outputs().getFirst().isOpen()).isFalse();
      float[] seen = run(engine);

      assertThat(seen).hasSize(WIDTH * HEIGHT * COLOURS);
      for (int row = 0; row < HEIGHT; row++) {
        for (int column = 0; column < WIDTH; column++) {
          for (int colour = 0; colour < COLOURS; colour++) {
            int pixel = row * WIDTH + column;
            int at = planes ? colour * WIDTH * HEIGHT + pixel : pixel * COLOURS + colour;
            assertThat(seen[at]).isEqualTo(value(row, column, colour));
          }
        }
      }
    }
  }

  @Test
  void halves_areNormalisedBeforeTheyAreHalves() throws Exception {
    EngineSettings settings =
        settings(echo("f16", 1, 3, HEIGHT, WIDTH), Optional.empty())
            .normalised(List.of(1f, 2f, 3f), List.of(2f, 4f, 8f));
    try (OpenVinoEngine engine = OpenVinoEngine.open(core, settings)) {
      float[] seen = run(engine);

      assertThat(seen[1]).isEqualTo((value(0, 1, 0) - 1f) / 2f);
      assertThat(seen[8 + 1]).isEqualTo((value(0, 1, 1) - 2f) / 4f);
      assertThat(seen[16 + 1]).isEqualTo((value(0, 1, 2) - 3f) / 8f);
    }
  }

  @Test
  void bytes_areNotNormalised() {
    EngineSettings settings =
        settings(echo("u8", 1, 3, HEIGHT, WIDTH), Optional.empty())
            .normalised(List.of(), List.of(255f, 255f, 255f));

    assertThatThrownBy(() -> OpenVinoEngine.open(core, settings))
        .hasMessageContaining("takes colours as whole numbers")
        .hasMessageContaining("no scale [255.0, 255.0, 255.0]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"f16", "f32", "i32", "i64", "u8"})
  void outputsOfAnyNumbers_comeAsFloats(String type) throws Exception {
    IrGraph graph = new IrGraph("numbers");
    IrGraph.Node picture = graph.parameter("picture", "f32", 1, 3, HEIGHT, WIDTH);
    graph.result(graph.convert("y", picture, type, 1, 3, HEIGHT, WIDTH));

    try (OpenVinoEngine engine =
        OpenVinoEngine.open(core, settings(graph.write(folder), Optional.empty()))) {
      assertThat(run(engine)[WIDTH * HEIGHT + 3]).isEqualTo(value(0, 3, 1));
    }
  }

  /** Gives the first rows of a table, as many as the first byte of the picture says. */
  private Path table() {
    IrGraph graph = new IrGraph("table");
    IrGraph.Node picture = graph.parameter("picture", "f32", 1, 3, HEIGHT, WIDTH);
    float[] values = new float[200 * 5];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    IrGraph.Node flat =
        graph.node(
            "flat",
            "Reshape",
            "special_zero=\"false\"",
            List.of(picture, graph.longs("one", COLOURS * HEIGHT * WIDTH)),
            COLOURS * HEIGHT * WIDTH);
    String mask =
        "begin_mask=\"0\" end_mask=\"0\" new_axis_mask=\"0\" shrink_axis_mask=\"0\""
            + " ellipsis_mask=\"0\"";
    IrGraph.Node first =
        graph.node(
            "first",
            "StridedSlice",
            mask,
            List.of(flat, graph.longs("from", 0), graph.longs("to", 1), graph.longs("step", 1)),
            1);
    IrGraph.Node count = graph.convert("count", first, "i64", 1);
    IrGraph.Node rows =
        graph.node(
            "rows",
            "StridedSlice",
            mask,
            List.of(
                graph.floats("table", values, 200, 5),
                graph.longs("begin", 0),
                count,
                graph.longs("stride", 1)),
            -1,
            5);
    graph.result(rows);
    return graph.write(folder);
  }

  @Test
  void outputsWhoseSizeEachInferenceChooses_areReadAsTheyCome() throws Exception {
    long before = NativeMemory.bytes();
    try (OpenVinoEngine engine = OpenVinoEngine.open(core, settings(table(), Optional.empty()))) {
      assertThat(engine.outputs()).containsExactly(new OutputSpec("rows", List.of(-1L, 5L)));
      TensorMemory kept = engine.newTensorMemory();
      TensorMemory other = engine.newTensorMemory();
      kept.input().set(ValueLayout.JAVA_BYTE, 0, (byte) 7);
      infer(engine, kept);
      for (int rows : new int[] {3, 200, 0, 1}) {
        other.input().set(ValueLayout.JAVA_BYTE, 0, (byte) rows);
        infer(engine, other);

        float[] seen = other.output(0).toArray(ValueLayout.JAVA_FLOAT);
        assertThat(seen).hasSize(rows * 5);
        assertThat(rows == 0 || seen[seen.length - 1] == rows * 5 - 1).isTrue();
      }
      assertThat(kept.output(0).toArray(ValueLayout.JAVA_FLOAT))
          .as("what another frame was given, by the same request")
          .hasSize(35);
    }
    assertThat(NativeMemory.bytes()).isEqualTo(before);
  }

  @Test
  void aModelOfManyInputs_isRefused() {
    IrGraph graph = new IrGraph("five");
    for (int i = 0; i < 5; i++) {
      graph.result(
          graph.node(
              "y" + i,
              "ReLU",
              "",
              List.of(graph.parameter("x" + i, "f32", 1, 3, 2, 4)),
              1,
              3,
              2,
              4));
    }
    Path file = graph.write(folder);

    assertThatThrownBy(() -> OpenVinoEngine.open(core, settings(file, Optional.empty())))
        .hasMessageContaining("takes 5 inputs")
        .hasMessageContaining("exactly one, a picture")
        .hasMessageNotContaining("\n");
  }

  @Test
  void aBatch_isRefused() {
    Path file = echo("f32", 2, 3, HEIGHT, WIDTH);

    assertThatThrownBy(() -> OpenVinoEngine.open(core, settings(file, Optional.empty())))
        .hasMessageContaining("a batch of 2 pictures");
  }

  @Test
  void aStringPort_isRefused() {
    IrGraph graph = new IrGraph("words");
    graph.result(graph.parameter("words", "string", 1));
    Path file = graph.write(folder);

    assertThatThrownBy(() -> OpenVinoEngine.open(core, settings(file, Optional.empty())))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("'words' string [1] (expected: a picture of f32")
        .hasMessageNotContaining("\n");
  }

  /** A fixed number of elements after the picture: only one size goes. */
  @Test
  void aSizeThatTheGraphCantHave_isRefusedInOneLine() {
    IrGraph graph = new IrGraph("fixed-inside");
    IrGraph.Node picture = graph.parameter("picture", "f32", 1, 3, -1, -1);
    graph.result(
        graph.node(
            "y",
            "Reshape",
            "special_zero=\"false\"",
            List.of(picture, graph.longs("shape", 1, 24)),
            1,
            24));
    Path file = graph.write(folder);

    assertThatThrownBy(
            () ->
                OpenVinoEngine.open(
                    core, settings(file, Optional.of(new PixelSize(2 * WIDTH, HEIGHT)))))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("can't have the input [1,3,2,8]")
        .hasMessageContaining("name another size with --input-size")
        .hasMessageNotContaining("\n");
  }
}
