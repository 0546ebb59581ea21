package sluice.app.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.app.library.InstalledModels;
import sluice.app.library.ModelInfo.Fact;
import sluice.app.model.ModelResolver;
import sluice.app.model.ModelSource;
import sluice.core.Box;
import sluice.core.Detection;
import sluice.core.ErrorCode;
import sluice.core.PixelSize;
import sluice.core.SluiceException;
import sluice.core.model.ChannelOrder;
import sluice.core.model.ModelOverrides;
import sluice.core.model.Resize;
import sluice.stage.postprocess.classification.ClassificationFamily;
import sluice.testing.MakerModels;
import sluice.testing.ResultLine;
import sluice.testing.TestJob;

/** Models in the formats of other frameworks give what those frameworks make of them. */
@Timeout(60)
class ModelFormatsIT {
  private static final List<Float> TO_ONE = List.of(255f, 255f, 255f);

  @TempDir Path folder;

  private Path run(String model, ModelOverrides overrides) {
    Path lines = folder.resolve("lines.jsonl");
    ModelSource source =
        ModelResolver.ofInstallation()
            .resolve(MakerModels.file(model).toString(), Optional.empty())
            .source();
    new TestJob(source).overrides(overrides).input(MakerModels.picture(), lines).runOne();
    return lines;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"classifier.tflite", "classifier.pb", "saved_model", "classifier.pdmodel"})
  void classifiers_tellWhatTheirFrameworkDoes(String model) throws IOException {
    ModelOverrides overrides =
        ModelOverrides.NONE
            .family(ClassificationFamily.FACTS)
            .resize(Resize.STRETCH)
            .channels(ChannelOrder.RGB)
            .normalised(List.of(), TO_ONE)
            .threshold(0);
    List<Double> expected = MakerModels.results(model);

    JsonNode classes =
        new ObjectMapper()
            .readTree(Files.readString(run(model, overrides)))
            .required("classification");

    assertThat(classes).hasSize(expected.size());
    for (JsonNode each : classes) {
      int label = each.required("label_id").asInt();
      assertThat(each.required("confidence").asDouble())
          .as("class %d", label)
          .isCloseTo(expected.get(label), within(1e-4));
    }
  }

  @Test
  void detectorOfTensorFlow_isRecognised_andTakesASize() {
    List<Double> expected = MakerModels.results("detector");

    ResultLine line =
        ResultLine.read(run("detector", ModelOverrides.NONE.inputSize(new PixelSize(32, 24))))
            .getFirst();

    assertThat(line.found()).containsOnlyKeys(0, 2);
    assertDetection(line.detection(0), expected.get(0), expected.subList(2, 6));
    assertDetection(line.detection(2), expected.get(1), expected.subList(6, 10));
  }

  private static void assertDetection(
      Detection found, double confidence, List<Double> topLeftBottomRight) {
    Box box = found.box();
    assertThat((double) found.confidence()).isCloseTo(confidence, within(1e-4));
    assertThat((double) box.yMin()).isCloseTo(topLeftBottomRight.get(0), within(1e-4));
    assertThat((double) box.xMin()).isCloseTo(topLeftBottomRight.get(1), within(1e-4));
    assertThat((double) box.yMax()).isCloseTo(topLeftBottomRight.get(2), within(1e-4));
    assertThat((double) box.xMax()).isCloseTo(topLeftBottomRight.get(3), within(1e-4));
  }

  /** The picture is 32x24 in an input of 32x32. */
  @Test
  void exportOfUltralytics_hasItsNamesInside_andBoxesInFractions() {
    ResultLine line = ResultLine.read(run("fractions.tflite", ModelOverrides.NONE)).getFirst();

    assertThat(line.found()).containsOnlyKeys(1);
    assertThat(line.detection(1).label()).isEqualTo("dog's");
    assertDetection(line.detection(1), .75, List.of(1 / 6., .25, 5 / 6., .75));
  }

  @Test
  void quantisedOutputs_areRefused() {
    assertThatThrownBy(() -> run("quantised.tflite", ModelOverrides.NONE))
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL))
        .hasMessageContaining("is of quantised numbers, u8 (expected: f32 or f16); convert it");
  }

  @Test
  void whatIsInAFile_isExplained() {
    List<Fact> facts =
        new InstalledModels()
                .info(MakerModels.file("fractions.tflite").toString(), Optional.empty())
                .sections()
                .stream()
                .flatMap(section -> section.facts().stream())
                .toList();

    assertThat(facts)
        .contains(new Fact("task", "detect"), new Fact("labels", "2: cat, dog's"))
        .anyMatch(fact -> fact.name().equals("family") && fact.value().startsWith("yolov8"));
  }
}
