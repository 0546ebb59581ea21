package sluice.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.app.ModelInfo.Fact;
import sluice.app.ModelInfo.Section;
import sluice.catalog.hog.HogModel;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;

class ModelInspectorIT {
  @TempDir Path folder;

  private static List<Fact> facts(Path file) {
    return ModelInspector.inspect(file).stream()
        .flatMap((Section section) -> section.facts().stream())
        .toList();
  }

  private static String value(List<Fact> facts, String name) {
    return facts.stream()
        .filter(fact -> fact.name().equals(name))
        .map(Fact::value)
        .findFirst()
        .orElse("");
  }

  @Test
  void aDetector_isRecognised_withPortsAndMetadata() {
    List<Fact> facts = facts(HogModel.write(folder, 128, 256));

    assertThat(facts)
        .contains(
            new Fact("name in the file", "person-detection-hog"),
            new Fact("model_info/model_type", "ssd"),
            new Fact("results", "reads them as boxes of a single-shot detector (family ssd)"));
    assertThat(value(facts, "picture")).startsWith("128x256, bgr");
    assertThat(facts).extracting(Fact::value).contains("f32 [1,3,256,128]", "f32 [1,1,200,7]");
  }

  @Test
  void aModelOfAnotherFamily_isExplained_withTheReasonWhyNot() {
    List<Fact> facts = facts(Shared.file("models/yolov5n/yolov5n.onnx"));

    assertThat(facts).contains(new Fact("images", "f16 [1,3,640,640]"));
    assertThat(value(facts, "names")).contains("person");
    assertThat(value(facts, "stride")).isEqualTo("32");
    assertThat(value(facts, "picture")).startsWith("640x640");
    assertThat(value(facts, "results")).startsWith("can't use it: ").contains("25200");
  }

  @Test
  void aFetchedModelOfTheCatalogue_isExplainedWithItsFile() {
    Path shared = Shared.file("models/person-detection-0202/FP16-INT8").getParent().getParent();
    ModelPlaces places = new ModelPlaces(Path.of("models"), Optional.empty(), shared);

    ModelInfo info =
        new InstalledModels(() -> places).info("person-detection-0202", Optional.of("FP16-INT8"));

    assertThat(info.sections())
        .extracting(Section::title)
        .contains("model", "input", "files", "inputs", "outputs", "what Sluice does with it");
    assertThat(info.sections())
        .flatExtracting(Section::facts)
        .contains(new Fact("image", "f32 [1,3,512,512]"), new Fact("labels", "0 person"));
  }

  @Test
  void whatIsNoModel_isRefused() throws IOException {
    Path text = Files.writeString(folder.resolve("m.xml"), "no model");

    assertThatThrownBy(() -> ModelInspector.inspect(text))
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL))
        .hasMessageContaining(text + " can't be read");
    assertThatThrownBy(() -> ModelInspector.inspect(folder.resolve("none.xml")))
        .hasMessageContaining("isn't a file");
  }
}
