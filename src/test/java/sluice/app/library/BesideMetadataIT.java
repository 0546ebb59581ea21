package sluice.app.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.app.library.ModelInfo.Fact;
import sluice.core.model.ModelOverrides;
import sluice.testing.ConstantModel;

/** What lies beside a model, held against its ports. */
class BesideMetadataIT {
  private static final int SIDE = 64;
  private static final int BOXES = 84;
  private static final int CLASSES = 3;

  @TempDir Path folder;

  private Path yolo(String name) {
    ConstantModel model = new ConstantModel(name, "images", SIDE, SIDE);
    model.output("output0", new float[(4 + CLASSES) * BOXES], 1, 4 + CLASSES, BOXES);
    return model.write(folder);
  }

  private static Map<String, String> use(Path model) {
    return ModelInspector.inspect(model, ModelOverrides.NONE).getLast().facts().stream()
        .collect(Collectors.toMap(Fact::name, Fact::value));
  }

  private void metadata(int side, String names) throws IOException {
    Files.writeString(
        folder.resolve("metadata.yaml"),
        "stride: 32\ntask: detect\nimgsz:\n- %d\n- %d\nnames: %s\n".formatted(side, side, names));
  }

  @Test
  void itsNames_areTheModelsLabels() throws IOException {
    Path model = yolo("m");
    metadata(SIDE, "{0: a, 1: b, 2: c}");

    assertThat(use(model))
        .containsEntry("labels", "3: a, b, c")
        .doesNotContainKey("not used of its metadata");
  }

  @Test
  void namesForOtherClasses_areNotUsed() throws IOException {
    Path model = yolo("m");
    metadata(SIDE, "{0: a, 1: b}");

    assertThat(use(model))
        .containsEntry("labels", "none of its own")
        .containsEntry(
            "not used of its metadata", "metadata.yaml, whose 2 names don't fit 3 classes")
        .containsEntry("results", "read as family yolov8");
  }

  @Test
  void anotherModelsSize_isNotUsed() throws IOException {
    Path model = yolo("m");
    metadata(2 * SIDE, "{0: a, 1: b, 2: c}");

    assertThat(use(model))
        .containsEntry("labels", "none of its own")
        .containsEntry(
            "not used of its metadata",
            "metadata.yaml, whose imgsz 128x128 is not the model's 64x64");
  }

  @Test
  void capitals_areNoOtherFormat() throws IOException {
    Path written = yolo("m");
    Path model = Files.move(written, folder.resolve("m.XML"));
    metadata(SIDE, "{0: a, 1: b, 2: c}");

    assertThat(use(model)).containsEntry("labels", "3: a, b, c");
  }
}
