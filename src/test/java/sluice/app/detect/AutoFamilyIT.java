package sluice.app.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.app.library.ModelInfo.Fact;
import sluice.app.library.ModelInspector;
import sluice.core.Box;
import sluice.core.PixelSize;
import sluice.core.model.ChannelOrder;
import sluice.core.model.ModelOverrides;
import sluice.openvino.IrGraph;
import sluice.stage.postprocess.ssd.SsdFamily;
import sluice.stage.postprocess.yolox.YoloxFamily;
import sluice.testing.BrightClip;
import sluice.testing.ResultLine;
import sluice.testing.TestJob;
import sluice.testing.TinySsd;

/** Whole jobs on files of which nobody says what they are. */
@Timeout(120)
class AutoFamilyIT {
  private static final Offset<Double> NEAR = Offset.offset(0.01);

  @TempDir Path folder;

  /** Writes into an IR what a maker would. */
  private static Path noted(Path model, String... pairs) throws IOException {
    StringBuilder note = new StringBuilder("<rt_info><model_info>");
    for (int i = 0; i < pairs.length; i += 2) {
      note.append("<%s value=\"%s\"/>".formatted(pairs[i], pairs[i + 1]));
    }
    note.append("</model_info></rt_info></net>");
    return Files.writeString(model, Files.readString(model).replace("</net>", note));
  }

  private List<ResultLine> run(Path model, ModelOverrides overrides) {
    Path lines = folder.resolve("lines.jsonl");
    new TestJob(model)
        .overrides(overrides)
        .input(BrightClip.write(folder, "clip.mkv", 7), lines)
        .limit(2)
        .runOne();
    return ResultLine.read(lines);
  }

  @Test
  void modelMetadata_determinesPreprocessingAndLabels() throws IOException {
    Path model =
        noted(
            TinySsd.write(folder),
            "model_type",
            "ssd",
            "labels",
            "left big_right",
            "reverse_input_channels",
            "YES",
            "scale_values",
            "2 2 1");

    ResultLine line = run(model, ModelOverrides.NONE.threshold(0.01)).getFirst();

    assertThat(line.detection(TinySsd.LEFT).label()).isEqualTo("left");
    assertThat(line.detection(TinySsd.RIGHT_RED).label()).isEqualTo("big right");
    assertThat(line.confidence(TinySsd.RIGHT_RED))
        .as("blue, where red is expected")
        .isCloseTo(BrightClip.BLUE_OF_RED, NEAR);
    assertThat(line.confidence(TinySsd.LEFT))
        .as("a mean of one whole and two halves")
        .isCloseTo(BrightClip.confidence(0) * 2 / 3, NEAR);
  }

  @Test
  void userSettings_takePrecedence_overModelMetadata() throws IOException {
    Path model =
        noted(TinySsd.write(folder), "reverse_input_channels", "YES", "scale_values", "2 2 2");
    ModelOverrides overrides =
        ModelOverrides.NONE
            .channels(ChannelOrder.BGR)
            .normalised(List.of(), List.of(1f, 1f, 1f))
            .family(SsdFamily.FACTS);

    assertThat(run(model, overrides).getFirst().confidence(TinySsd.RIGHT_RED))
        .isCloseTo(BrightClip.RED_CONFIDENCE, NEAR);
  }

  /** Takes a picture of any size; finds two boxes, but only the inference knows how many. */
  private Path boxesAndLabels() {
    IrGraph graph = new IrGraph("boxes");
    IrGraph.Node picture = graph.parameter("image", "f16", -1, 3, -1, -1);
    IrGraph.Node floats = graph.convert("floats", picture, "f32", -1, 3, -1, -1);
    IrGraph.Node mean =
        graph.node(
            "mean",
            "ReduceMean",
            "keep_dims=\"false\"",
            List.of(floats, graph.longs("axes", 1, 2, 3)),
            -1);
    String numpy = "auto_broadcast=\"numpy\"";
    IrGraph.Node tiny =
        graph.node(
            "tiny",
            "Multiply",
            numpy,
            List.of(mean, graph.floats("little", new float[] {1e-6f}, 1)),
            -1);
    IrGraph.Node two =
        graph.node(
            "two", "Add", numpy, List.of(tiny, graph.floats("a-pair", new float[] {2}, 1)), -1);
    IrGraph.Node count = graph.convert("count", two, "i64", -1);
    float[] boxes = {8, 8, 16, 24, 0.9f, 32, 0, 64, 16, 0.8f, 0, 0, 64, 32, 0.7f};
    IrGraph.Node some = first("boxes", graph, graph.floats("all", boxes, 3, 5), count, -1, 5);
    IrGraph.Node labels = first("labels", graph, graph.longs("ids", 1, 0, 1), count, -1);
    graph.result(some);
    graph.result(labels);
    return graph.write(folder);
  }

  private static IrGraph.Node first(
      String name, IrGraph graph, IrGraph.Node table, IrGraph.Node count, int... extents) {
    return graph.node(
        name,
        "StridedSlice",
        "begin_mask=\"0\" end_mask=\"0\" new_axis_mask=\"0\" shrink_axis_mask=\"0\""
            + " ellipsis_mask=\"0\"",
        List.of(table, graph.longs(name + "-from", 0), count, graph.longs(name + "-step", 1)),
        extents);
  }

  @Test
  void boxesAndLabels_inAnyNumber_ofPicturesOfANamedSize() throws IOException {
    Path model = noted(boxesAndLabels(), "labels", "thing person");

    List<ResultLine> lines = run(model, ModelOverrides.NONE.inputSize(new PixelSize(64, 32)));

    assertThat(lines).hasSize(2);
    for (ResultLine line : lines) {
      assertThat(line.found()).hasSize(2);
      assertThat(line.detection(1).label()).isEqualTo("person");
      assertThat(line.detection(1).box()).isEqualTo(new Box(0.125f, 0.25f, 0.25f, 0.75f));
      assertThat(line.detection(0).box()).isEqualTo(new Box(0.5f, 0f, 1f, 0.5f));
    }
  }

  /** Logits: the mean brightness of the picture for class 1, a little for class 2. */
  private Path classifier() {
    IrGraph graph = new IrGraph("classifier");
    IrGraph.Node picture = graph.parameter("data", "f32", 1, 3, 8, 8);
    IrGraph.Node flat =
        graph.node(
            "flat",
            "Reshape",
            "special_zero=\"false\"",
            List.of(picture, graph.longs("row", 1, 192)),
            1,
            192);
    float[] weights = new float[192 * 3];
    for (int i = 0; i < 192; i++) {
      weights[i * 3 + 1] = 1f / 192;
      weights[i * 3 + 2] = 0.5f / 192;
    }
    graph.result(
        graph.node(
            "logits",
            "MatMul",
            "transpose_a=\"false\" transpose_b=\"false\"",
            List.of(flat, graph.floats("weights", weights, 192, 3)),
            1,
            3));
    return graph.write(folder);
  }

  @Test
  void classifier_reportsMostLikelyClasses_ofTheWholePicture() throws IOException {
    Path model = noted(classifier(), "labels", "dark bright dim", "mean_values", "0 0 0");
    Path lines = folder.resolve("lines.jsonl");
    Path video = folder.resolve("out.mp4");

    DetectSummary.Input run =
        new TestJob(model).input(BrightClip.write(folder, "clip.mkv", 3), video, lines).runOne();

    assertThat(run.metrics().classified()).isEqualTo(3);
    assertThat(run.metrics().detectionsByLabel()).containsOnlyKeys("bright");
    assertThat(video).isNotEmptyFile();
    assertThat(Files.readAllLines(lines))
        .hasSize(3)
        .allSatisfy(
            line ->
                assertThat(line)
                    .contains("\"objects\":[],\"classification\":[{\"confidence\":")
                    .contains("\"label_id\":1,\"label\":\"bright\"}"));
  }

  @Test
  void otherLabelsThanClasses_areTold() throws IOException {
    Path model = noted(classifier(), "labels", "dark bright");

    assertThat(
            ModelInspector.inspect(model, ModelOverrides.NONE).stream()
                .flatMap(section -> section.facts().stream()))
        .contains(new Fact("classes", "3, which does not fit the labels"));
  }

  @Test
  void openInputShape_requiresInputSize() {
    Path model = boxesAndLabels();

    assertThatThrownBy(() -> run(model, ModelOverrides.NONE))
        .hasMessageContaining("'image' f16 [?,3,?,?], which leaves the size open")
        .hasMessageContaining("--input-size WIDTHxHEIGHT");
  }

  @Test
  void ambiguousModel_isRefused_untilFamilyIsNamed() {
    IrGraph graph = new IrGraph("either");
    IrGraph.Node picture = graph.parameter("images", "f32", 1, 3, 64, 64);
    IrGraph.Node row =
        graph.node(
            "row",
            "Reshape",
            "special_zero=\"false\"",
            List.of(picture, graph.longs("flat", 1, 1, 12288)),
            1,
            1,
            12288);
    int cells = 84;
    IrGraph.Node zeros = graph.floats("zeros", new float[12288 * 7], 12288, 7);
    IrGraph.Node few =
        graph.node(
            "few",
            "MatMul",
            "transpose_a=\"false\" transpose_b=\"false\"",
            List.of(row, zeros),
            1,
            1,
            7);
    graph.result(
        graph.node(
            "output0",
            "Add",
            "auto_broadcast=\"numpy\"",
            List.of(few, graph.floats("grid", new float[cells * 7], 1, cells, 7)),
            1,
            cells,
            7));
    Path model = graph.write(folder);

    assertThatThrownBy(() -> run(model, ModelOverrides.NONE))
        .hasMessageContaining("can't be told for sure: its output 'output0' [1, 84, 7]")
        .hasMessageContaining(
            "give --family yolov5 or --family yolov8 or --family yolo-obb or --family yolox");
    assertThat(run(model, ModelOverrides.NONE.family(YoloxFamily.FACTS))).hasSize(2);
  }
}
