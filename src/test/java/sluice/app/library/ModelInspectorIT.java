package sluice.app.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.app.library.ModelInfo.Fact;
import sluice.app.library.ModelInfo.Section;
import sluice.catalog.hog.HogModel;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.model.ModelOverrides;
import sluice.openvino.TinyModels;

class ModelInspectorIT {
  @TempDir Path folder;

  private static List<Fact> facts(Path file) {
    return ModelInspector.inspect(file, ModelOverrides.NONE).stream()
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
            new Fact("family", "ssd, single-shot detectors"),
            new Fact("labels", "1: person"),
            new Fact("threshold", "0.6"),
            new Fact("results", "read as family ssd"));
    assertThat(value(facts, "picture"))
        .isEqualTo("128x256, stretch, bgr, by its metadata, the rest by the family");
    assertThat(facts).extracting(Fact::value).contains("f32 [1,3,256,128]", "f32 [1,1,200,7]");
  }

  @Test
  void aModelOfAnotherFamily_isExplained_withTheReasonWhyNot() {
    List<Fact> facts = facts(TinyModels.addRelu(folder));

    assertThat(facts).contains(new Fact("y", "f32 [1,3,8,8]"));
    assertThat(value(facts, "results"))
        .startsWith("can't use it: ")
        .contains("'y' [1, 3, 8, 8]", "ssd, boxes-labels", "--family");
  }

  @Test
  void fileOtherThanModel_isRefused() throws IOException {
    Path text = Files.writeString(folder.resolve("m.xml"), "no model");

    assertThatThrownBy(() -> ModelInspector.inspect(text, ModelOverrides.NONE))
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL))
        .hasMessageContaining(text + " can't be read");
    assertThatThrownBy(
            () -> ModelInspector.inspect(folder.resolve("none.xml"), ModelOverrides.NONE))
        .hasMessageContaining("isn't a file");
  }
}
