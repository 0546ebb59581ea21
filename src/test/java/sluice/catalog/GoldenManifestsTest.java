package sluice.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import sluice.app.ModelFamilies;
import sluice.testing.SharedFiles;

/** The manifests that come with Sluice, against Open Model Zoo's own lists of files. */
class GoldenManifestsTest {
  /** Those of Open Model Zoo's models on objects that are in the catalogue. */
  private static final Set<String> ATTRIBUTES =
      Set.of(
          "person-attributes-recognition-crossroad-0230",
          "vehicle-attributes-recognition-barrier-0039");

  private final List<Manifest> fetched =
      Catalog.of(List.of(Path.of("models")), ModelFamilies::facts).all().stream()
          .filter(manifest -> manifest.builtIn().isEmpty())
          .filter(manifest -> manifest.source().get("project").startsWith("Open Model Zoo"))
          .toList();

  private record Row(String precision, String file, String bytes, String sha384, String url) {}

  @Test
  void everyManifest_matchesTheFileList() throws IOException {
    Map<String, Set<Row>> listed = rows();

    for (Manifest manifest : fetched) {
      Set<Row> rows =
          manifest.precisions().stream()
              .flatMap(precision -> precision.files().stream().map(file -> row(precision, file)))
              .collect(Collectors.toSet());
      assertThat(rows).as(manifest.name()).isEqualTo(listed.get(manifest.name()));
    }
  }

  @Test
  void everyDetectorAndTheModelsOfAttributes_areThere() throws IOException {
    assertThat(fetched.stream().map(Manifest::name))
        .containsExactlyInAnyOrderElementsOf(rows().keySet());
  }

  @Test
  void everyManifest_hasItsMakersPrecisions_andOpenModelZoosConventions() {
    assertThat(fetched)
        .hasSize(28)
        .allSatisfy(
            manifest -> {
              List<String> precisions =
                  manifest.name().equals("person-detection-0303")
                      ? List.of("FP32", "FP16")
                      : List.of("FP32", "FP16", "FP16-INT8");
              assertThat(manifest.precisions().stream().map(Precision::name))
                  .containsExactlyElementsOf(precisions);
              assertThat(manifest.license()).isEqualTo("Apache-2.0");
              assertThat(manifest.input().mean()).isEmpty();
              assertThat(manifest.source()).containsKey("description");
            });
  }

  private static Row row(Precision precision, ModelFile file) {
    assertThat(file.checksum().algorithm()).isEqualTo(Checksum.Algorithm.SHA384);
    return new Row(
        precision.name(),
        file.name(),
        Long.toString(file.bytes()),
        file.checksum().hex(),
        file.url().toString());
  }

  /** The detectors of the list and the models of attributes, by name. */
  private static Map<String, Set<Row>> rows() throws IOException {
    List<String[]> lines = new ArrayList<>();
    Files.readAllLines(SharedFiles.file("models/open-model-zoo.tsv"))
        .forEach(line -> lines.add(line.split("\t")));
    return lines.stream()
        .filter(cells -> cells[1].equals("detection") || ATTRIBUTES.contains(cells[0]))
        .collect(
            Collectors.groupingBy(
                cells -> cells[0],
                TreeMap::new,
                Collectors.mapping(
                    cells -> new Row(cells[2], cells[3], cells[4], cells[5], cells[6]),
                    Collectors.toSet())));
  }
}
