package sluice.app.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.Box;
import sluice.core.NativeMemory;
import sluice.core.model.ModelOverrides;
import sluice.openvino.IrGraph.Node;
import sluice.stage.postprocess.detr.DetrFamily;
import sluice.testing.BrightClip;
import sluice.testing.ConstantModel;
import sluice.testing.ResultLine;
import sluice.testing.TestJob;

/** Models that take the size of the picture besides it, and scale their boxes to it. */
@Timeout(60)
class SizeInputsIT {
  private static final int WIDTH = 96;
  private static final int HEIGHT = 64;

  @TempDir Path folder;

  private List<ResultLine> run(Path model, ModelOverrides overrides) {
    Path lines = folder.resolve("lines.jsonl");
    long before = NativeMemory.bytes();
    new TestJob(model)
        .overrides(overrides)
        .input(BrightClip.write(folder, "clip.mkv", 4), lines)
        .runOne();
    assertThat(NativeMemory.bytes()).as("all memory is given back").isEqualTo(before);
    return ResultLine.read(lines);
  }

  private static void assertTheBox(ResultLine line, int label) {
    assertThat(line.found()).hasSize(1);
    assertThat(line.detection(label).confidence()).isCloseTo(.75f, within(.001f));
    Box box = line.detection(label).box();
    assertThat(box.xMin()).isCloseTo(.25f, within(.001f));
    assertThat(box.yMin()).isCloseTo(.5f, within(.001f));
    assertThat(box.xMax()).isCloseTo(.5f, within(.001f));
    assertThat(box.yMax()).isCloseTo(1f, within(.001f));
  }

  /** As src/zoo/rtdetr/rtdetr_postprocessor.py does: boxes times width, height, width, height. */
  @Test
  void dFine_scalesToTheSizeThatItIsTold() {
    ConstantModel model = new ConstantModel("m", "images", WIDTH, HEIGHT);
    Node sizes = model.graph().parameter("orig_target_sizes", "i64", -1, 2);
    Node floats = model.graph().convert("floats", sizes, "f32", -1, 2);
    Node twice =
        model.graph().node("twice", "Concat", "axis=\"1\"", List.of(floats, floats), -1, 4);
    Node fractions = model.graph().floats("fractions", new float[] {.25f, .5f, .5f, 1}, 1, 1, 4);
    Node boxes =
        model
            .graph()
            .node(
                "scaled",
                "Multiply",
                "auto_broadcast=\"numpy\"",
                List.of(fractions, twice),
                1,
                -1,
                4);
    model.output("labels", new float[] {3}, 1, 1);
    model.output("boxes", boxes, 1, -1, 4);
    model.output("scores", new float[] {.75f}, 1, 1);

    List<ResultLine> lines = run(model.write(folder), ModelOverrides.NONE);

    assertThat(lines).hasSize(4);
    lines.forEach(line -> assertTheBox(line, 3));
  }

  /** The order of the inputs is that of PaddleDetection's RT-DETR. */
  @Test
  void paddleDetection_isToldShapeAndScale() {
    ConstantModel model =
        new ConstantModel(
            "m", "image", WIDTH, HEIGHT, graph -> graph.parameter("im_shape", "f32", -1, 2));
    Node shape = model.first();
    Node factor = model.graph().parameter("scale_factor", "f32", -1, 2);
    Node original =
        model
            .graph()
            .node("original", "Divide", "auto_broadcast=\"numpy\"", List.of(shape, factor), -1, 2);
    Node order = model.graph().longs("order", 1, 0, 1, 0);
    Node axis = model.graph().longs("axis", 1);
    Node corners =
        model.graph().node("corners", "Gather", "", List.of(original, order, axis), -1, 4);
    Node fractions = model.graph().floats("fractions", new float[] {.25f, .5f, .5f, 1}, 1, 4);
    Node boxes =
        model
            .graph()
            .node(
                "scaled",
                "Multiply",
                "auto_broadcast=\"numpy\"",
                List.of(fractions, corners),
                -1,
                4);
    Node head = model.graph().floats("head", new float[] {5, .75f}, 1, 2);
    Node rows = model.graph().node("rows", "Concat", "axis=\"1\"", List.of(head, boxes), -1, 6);
    model.output("multiclass_nms3_0.tmp_0", rows, -1, 6);
    model.output("multiclass_nms3_0.tmp_2", new float[] {1}, 1);

    run(model.write(folder), ModelOverrides.NONE).forEach(line -> assertTheBox(line, 5));
  }

  /** The mask's mean is 1 only where all of it is the picture's. */
  @Test
  void detrsMask_isAllOfThePicture() {
    ConstantModel model = new ConstantModel("m", "pixel_values", WIDTH, HEIGHT);
    Node mask = model.graph().parameter("pixel_mask", "i64", 1, 6, 8);
    Node floats = model.graph().convert("floats", mask, "f32", 1, 6, 8);
    Node axes = model.graph().longs("all", 0, 1, 2);
    Node mean =
        model.graph().node("cover", "ReduceMean", "keep_dims=\"false\"", List.of(floats, axes));
    float three = (float) Math.log(3);
    Node scores = model.graph().floats("scores", new float[] {-30, three, 0}, 1, 1, 3);
    Node logits =
        model
            .graph()
            .node(
                "weighed", "Multiply", "auto_broadcast=\"numpy\"", List.of(scores, mean), 1, 1, 3);
    model.output("logits", logits, 1, 1, 3);
    model.output("pred_boxes", new float[] {.375f, .75f, .25f, .5f}, 1, 1, 4);

    run(model.write(folder), ModelOverrides.NONE.family(DetrFamily.FACTS))
        .forEach(line -> assertTheBox(line, 1));
  }
}
