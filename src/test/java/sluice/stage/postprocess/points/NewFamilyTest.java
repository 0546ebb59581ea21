package sluice.stage.postprocess.points;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.app.ModelFamilies;
import sluice.catalog.Catalog;
import sluice.catalog.recognition.FamilyCandidates;
import sluice.catalog.recognition.ModelMetadata;
import sluice.catalog.recognition.Recognition;
import sluice.config.ConfigReader;
import sluice.config.Schemas;
import sluice.config.SettingTables;
import sluice.config.binding.ConfigResult;
import sluice.config.binding.ReadContext;
import sluice.config.settings.ServiceConfig;
import sluice.core.Box;
import sluice.core.Detection;
import sluice.core.Geometry;
import sluice.core.PixelSize;
import sluice.core.SluiceException;
import sluice.core.model.ChannelOrder;
import sluice.core.model.InputNormalization;
import sluice.core.model.InputSpec;
import sluice.core.model.ModelFamily;
import sluice.core.model.ModelOverrides;
import sluice.core.model.OutputSpec;
import sluice.stage.postprocess.Families;
import sluice.stage.postprocess.Family;
import sluice.stage.postprocess.FloatTensors;
import sluice.stage.postprocess.ReadingSettings;

/**
 * A new family takes a folder and a line in the list: recognition, settings, manifests, messages
 * and reading know it then. Everything here goes by the list that is handed in.
 */
class NewFamilyTest {
  private static final Families FAMILIES =
      new Families(
          Stream.concat(ModelFamilies.ALL.all().stream(), Stream.<Family>of(new PointsFamily()))
              .toList());

  private static final InputSpec INPUT = new InputSpec(640, 640, ChannelOrder.BGR);
  private static final List<OutputSpec> OUTPUTS =
      List.of(new OutputSpec("points", List.of(1L, 50L, 3L)));

  @TempDir Path folder;

  private static Recognition recognise(
      ModelOverrides overrides, ModelMetadata note, List<OutputSpec> outputs) {
    FamilyCandidates candidates =
        new FamilyCandidates(
            FAMILIES.facts(), FAMILIES.fitting(INPUT, outputs, note.labels().size()));
    return Recognition.of("m.onnx", overrides, note, true, outputs, candidates);
  }

  @Test
  void auto_recognisesItByItsOutputs_andGivesItsDefaults() {
    Recognition found = recognise(ModelOverrides.NONE, ModelMetadata.NONE, OUTPUTS);

    assertThat(found.family()).isEqualTo(PointsFamily.FACTS);
    assertThat(found.familyReason()).isEqualTo("by its output 'points' [1, 50, 3]");
    assertThat(found.normalization()).isEqualTo(InputNormalization.PLAIN);
    assertThat(found.threshold()).isEqualTo(0.4f);
    assertThat(
            Recognition.inputSize(
                ModelOverrides.NONE.family(PointsFamily.FACTS), ModelMetadata.NONE))
        .contains(new PixelSize(320, 320));
  }

  @Test
  void auto_heedsItsMakersWords() {
    ModelMetadata points = ModelMetadata.read(Map.of("model_info/model_type", "Points"));
    ModelMetadata ssd = ModelMetadata.read(Map.of("model_info/model_type", "ssd"));

    assertThat(recognise(ModelOverrides.NONE, points, OUTPUTS).familyReason())
        .isEqualTo("by its output 'points' [1, 50, 3] and by model_type Points");
    assertThatThrownBy(() -> recognise(ModelOverrides.NONE, ssd, OUTPUTS))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("points for detectors of points")
        .hasMessageEndingWith("give --family points");
  }

  @Test
  void whatIsOfNoFamily_isToldWithItsName() {
    List<OutputSpec> none = List.of(new OutputSpec("y", List.of(1L, 3L, 8L, 8L)));

    assertThatThrownBy(() -> recognise(ModelOverrides.NONE, ModelMetadata.NONE, none))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("classification, attributes, points)");
  }

  private ConfigResult<ServiceConfig> read(String family, List<ModelFamily> families)
      throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("test.conf"),
            "sluice { data-dir = \"%s\", models.m { model = m.xml, family = %s } }"
                .formatted(folder, family));
    return new ConfigReader(
            new ReadContext(
                Map.of(),
                path -> true,
                source -> Optional.empty(),
                new SettingTables(families, List.of()).facts()))
        .read(file);
  }

  @Test
  void settings_takeItsName_onceItIsInTheList() throws IOException {
    assertThat(read("points", FAMILIES.facts()))
        .isInstanceOfSatisfying(
            ConfigResult.Fine.class,
            fine ->
                assertThat(((ServiceConfig) fine.value()).models().get("m").overrides().family())
                    .contains(PointsFamily.FACTS));
    assertThat(read("point", FAMILIES.facts()).toString())
        .contains("classification, attributes or points", "points");
    assertThat(read("points", ModelFamilies.facts())).isInstanceOf(ConfigResult.Refused.class);
    assertThat(Schemas.model(FAMILIES.facts()).toString()).contains("attributes, points]");
  }

  @Test
  void manifests_takeItsName() throws IOException {
    String hog = Files.readString(Path.of("models", "person-detection-hog.conf"));
    Files.writeString(folder.resolve("person-detection-hog.conf"), hog.replace("ssd", "points"));

    assertThat(Catalog.of(List.of(folder), FAMILIES::facts).get("person-detection-hog").family())
        .isEqualTo(PointsFamily.FACTS);
  }

  @Test
  void itsOutputs_areReadByItsReader() {
    ReadingSettings settings = ReadingSettings.of(0.4f, id -> "point");
    float[] rows = new float[150];
    System.arraycopy(new float[] {0.5f, 0.25f, 0.9f, 0.5f, 0.5f, 0.3f}, 0, rows, 0, 6);

    List<Detection> found =
        FAMILIES
            .reader(PointsFamily.FACTS, INPUT, OUTPUTS, settings)
            .read(FloatTensors.of(rows), Geometry.STRETCH)
            .detections();

    assertThat(found)
        .containsExactly(
            new Detection(
                0,
                "point",
                0.9f,
                new Box(0.5f - 0.05f, 0.25f - 0.05f, 0.5f + 0.05f, 0.25f + 0.05f)));
    assertThatThrownBy(
            () ->
                FAMILIES.reader(
                    PointsFamily.FACTS,
                    INPUT,
                    List.of(new OutputSpec("o", List.of(1L, 50L, 4L))),
                    settings))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("one output [1, N, 3], as family points has");
  }
}
