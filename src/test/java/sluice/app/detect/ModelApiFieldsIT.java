package sluice.app.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.app.library.ModelInfo.Fact;
import sluice.app.library.ModelInspector;
import sluice.core.Box;
import sluice.core.Detection;
import sluice.core.model.ModelOverrides;
import sluice.testing.ResultLine;
import sluice.testing.SharedFiles;
import sluice.testing.TestJob;

/** Models whose metadata change the meaning of other metadata, held to what Model API finds. */
@Timeout(60)
class ModelApiFieldsIT {
  private static final String MODELS = "faults/models/";

  @TempDir Path folder;

  private Path run(String model, String picture) {
    Path lines = folder.resolve("lines.jsonl");
    new TestJob(SharedFiles.file(MODELS + model))
        .input(SharedFiles.file(MODELS + picture), lines)
        .runOne();
    return lines;
  }

  private Map<String, Double> classes(String model, String picture) throws IOException {
    JsonNode line = new ObjectMapper().readTree(Files.readString(run(model, picture)));
    Map<String, Double> found = new LinkedHashMap<>();
    line.required("classification")
        .forEach(
            each ->
                found.put(each.required("label").asText(), each.required("confidence").asDouble()));
    return found;
  }

  @Test
  void meanAndScaleOfZeroToOne_areTakenSo_byDetectors() {
    ResultLine line = ResultLine.read(run("geti_unit.xml", "car050-320.png")).getFirst();

    assertThat(line.found()).hasSize(1);
    Detection person = line.detection(0);
    assertThat(person.label()).isEqualTo("person");
    assertThat(person.confidence()).isCloseTo(0.9f, within(0.001f));
    Box box = person.box();
    assertThat(box.xMin()).isCloseTo(0.1f, within(0.001f));
    assertThat(box.yMax()).isCloseTo(0.6f, within(0.001f));
  }

  /** The model's scores are the picture's means: those of this one were worked out apart. */
  @Test
  void meanAndScaleOfZeroToOne_areTakenSo_byClassifiers() throws IOException {
    Map<String, Double> found = classes("unit.xml", "car050-224.png");

    assertThat(found.entrySet().iterator().next().getKey()).isEqualTo("blue");
    assertThat(found.get("blue")).isCloseTo(0.4039, within(0.001));
  }

  @Test
  void severalLabels_haveProbabilitiesOfTheirOwn() throws IOException {
    Map<String, Double> found = classes("multilabel.xml", "car050-224.png");

    assertThat(found).containsOnlyKeys("cat", "dog");
    assertThat(found.get("cat")).isCloseTo(0.953, within(0.001));
    assertThat(found.get("dog")).isCloseTo(0.924, within(0.001));
  }

  @Test
  void crop_isShown_andDone() throws IOException {
    assertThat(
            ModelInspector.inspect(SharedFiles.file(MODELS + "crop.xml"), ModelOverrides.NONE)
                .stream()
                .flatMap(section -> section.facts().stream())
                .filter(fact -> fact.name().equals("picture"))
                .map(Fact::value))
        .singleElement()
        .asString()
        .startsWith("224x224, crop, rgb, by its metadata");
    assertThat(classes("crop.xml", "car050-320.png").get("cat")).isCloseTo(0.622, within(0.001));
  }
}
