package sluice.app.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.Detection;
import sluice.openvino.IrGraph;
import sluice.testing.BrightClip;
import sluice.testing.ResultLine;
import sluice.testing.TestJob;

/** IRs as Ultralytics' exporter writes them: what they are stands in the file beside them. */
@Timeout(60)
class UltralyticsIrIT {
  private static final int ROWS = 300;
  private static final String FOR_ANY_MODEL =
      """
      <rt_info><model_info><model_type value="YOLO"/><labels value="person car bus"/>
      <resize_type value="fit_to_window_letterbox"/><pad_value value="114"/>
      <reverse_input_channels value="True"/><scale_values value="255"/>
      <iou_threshold value="0.7"/></model_info></rt_info></net>
      """;

  @TempDir Path folder;

  /** Finds one box, as RT-DETR from 8.4 on writes it, or as a YOLO that sifts its boxes does. */
  private Path model(float... row) throws IOException {
    IrGraph graph = new IrGraph("exported");
    IrGraph.Node picture = graph.parameter("x", "f32", 1, 3, 64, 64);
    IrGraph.Node mean =
        graph.node(
            "mean",
            "ReduceMean",
            "keep_dims=\"false\"",
            List.of(picture, graph.longs("axes", 1, 2, 3)),
            1);
    String numpy = "auto_broadcast=\"numpy\"";
    IrGraph.Node tiny =
        graph.node(
            "tiny",
            "Multiply",
            numpy,
            List.of(mean, graph.floats("little", new float[] {1e-9f}, 1)),
            1);
    float[] rows = new float[ROWS * row.length];
    System.arraycopy(row, 0, rows, 0, row.length);
    graph.result(
        graph.node(
            "output0",
            "Add",
            numpy,
            List.of(tiny, graph.floats("rows", rows, 1, ROWS, row.length)),
            1,
            ROWS,
            row.length));
    Path model = graph.write(folder);
    return Files.writeString(
        model, Files.readString(model).replace("</net>", FOR_ANY_MODEL.strip()));
  }

  private void beside(String name) throws IOException {
    Files.writeString(
        folder.resolve("metadata.yaml"),
        """
        description: Ultralytics %s model trained on coco.yaml
        author: Ultralytics
        stride: 32
        task: detect
        imgsz:
        - 64
        - 64
        names:
          0: person
          1: car
          2: bus
        """
            .formatted(name));
  }

  private Detection only(Path model) {
    Path lines = folder.resolve("lines.jsonl");
    new TestJob(model).input(BrightClip.write(folder, "clip.mkv", 2), lines).limit(1).runOne();
    ResultLine line = ResultLine.read(lines).getFirst();
    assertThat(line.found()).hasSize(1);
    return line.detection(1);
  }

  @Test
  void rtDetr_isRead_withFractionsOfAStretchedPicture() throws IOException {
    Path model = model(.5f, .5f, .4f, .2f, .9f, 1);
    beside("rtdetr-l");

    Detection car = only(model);
    assertThat(car.label()).isEqualTo("car");
    assertThat(car.box().xMin()).isCloseTo(.3f, within(1e-3f));
    assertThat(car.box().yMin()).isCloseTo(.4f, within(1e-3f));
    assertThat(car.box().yMax()).isCloseTo(.6f, within(1e-3f));
  }

  @Test
  void yolo_isRead_withPixelsOfALetterbox() throws IOException {
    Path model = model(16, 24, 48, 40, .9f, 1);
    beside("YOLO26n");

    assertThat(only(model).box().xMin()).isCloseTo(.25f, within(1e-3f));
  }

  @Test
  void withoutTheFileBeside_itIsUnsure() throws IOException {
    Path model = model(.5f, .5f, .4f, .2f, .9f, 1);

    assertThatThrownBy(() -> only(model))
        .hasMessageContaining("what it is can't be told for sure: its output 'output0' [1, 300, 6]")
        .hasMessageContaining("model_type YOLO")
        .hasMessageContaining("--family yolo-end-to-end or --family rt-detr-end-to-end");
  }
}
