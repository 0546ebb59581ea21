package sluice.app.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sluice.app.library.InstalledModels;
import sluice.app.library.ModelInfo;
import sluice.app.library.ModelInfo.Fact;
import sluice.app.library.ModelInfo.Section;
import sluice.app.library.ModelInspector;
import sluice.app.model.ModelPaths;
import sluice.app.model.ModelResolver;
import sluice.app.model.ResolvedModel;
import sluice.core.model.ModelOverrides;
import sluice.testing.SharedFiles;
import sluice.testing.TestJob;

/** Real models, taken by name or by file, held to what is known of them. */
@Timeout(120)
class GoldenModelsIT {
  private static final String NAME = "person-detection-0202";
  private static final Optional<String> PRECISION = Optional.of("FP16-INT8");

  /** The project's manifests, and files that lie beside the project. */
  private static ModelPaths places() {
    Path files = SharedFiles.file("models/" + NAME + "/FP16-INT8").getParent().getParent();
    return new ModelPaths(Path.of("models"), Optional.empty(), files);
  }

  @Test
  void aDetectorOfTheCatalogue_findsThePersonOfARealVideo() {
    Path video = SharedFiles.file("videos/one-by-one-person-detection.mp4");
    ModelPaths places = places();
    ResolvedModel model = new ModelResolver(() -> places).resolve(NAME, PRECISION);

    DetectSummary.Input input =
        new TestJob(model.source()).overrides(model.overrides()).input(video).limit(150).runOne();

    assertThat(input.metrics().detectionsByLabel()).containsOnlyKeys("person");
  }

  @Test
  void aDetectorOfTheCatalogue_isExplainedWithItsFile() {
    ModelPaths places = places();

    ModelInfo info = new InstalledModels(() -> places).info(NAME, PRECISION);

    assertThat(info.sections())
        .extracting(Section::title)
        .contains("model", "input", "files", "inputs", "outputs", "what Sluice does with it");
    assertThat(info.sections())
        .flatExtracting(Section::facts)
        .contains(new Fact("image", "f32 [1,3,512,512]"), new Fact("labels", "0 person"));
  }

  @Test
  void anOnnxFile_isExplainedWithItsMetadata_andWhatFollowsFromIt() {
    List<Fact> facts =
        ModelInspector.inspect(SharedFiles.file("models/yolov5n/yolov5n.onnx"), ModelOverrides.NONE)
            .stream()
            .flatMap((Section section) -> section.facts().stream())
            .toList();

    assertThat(facts)
        .contains(new Fact("images", "f16 [1,3,640,640]"), new Fact("stride", "32"))
        .anyMatch(fact -> fact.name().equals("names") && fact.value().contains("person"))
        .anyMatch(fact -> fact.name().equals("picture") && fact.value().startsWith("640x640"))
        .contains(
            new Fact("picture", "640x640, letterbox (114), rgb, scale 255, by the family"),
            new Fact("results", "read as family yolov5"))
        .anyMatch(fact -> fact.name().equals("labels") && fact.value().startsWith("80: person"));
  }
}
