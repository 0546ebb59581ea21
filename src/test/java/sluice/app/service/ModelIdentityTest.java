package sluice.app.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import sluice.app.model.ModelPaths;
import sluice.app.model.ModelResolver;
import sluice.catalog.Manifests;
import sluice.config.SettingSamples;
import sluice.config.SettingSamples.Sample;
import sluice.config.settings.ModelConfig;
import sluice.config.settings.ServiceConfig;

/** What makes two entries of the configuration one compiled model. */
class ModelIdentityTest {
  private static final byte[] XML = Manifests.bytes("<net/>");
  private static final byte[] BIN = Manifests.bytes("weights");

  @TempDir Path temp;
  private ServiceModels models;

  @BeforeEach
  void fetchModels() throws IOException {
    Path user = Files.createDirectory(temp.resolve("user"));
    for (String name : List.of("one", "other")) {
      Manifests.write(user, name, XML, BIN);
      Path folder = Files.createDirectories(user.resolve(name + "/FP16"));
      Files.write(folder.resolve(name + ".xml"), XML);
      Files.write(folder.resolve(name + ".bin"), BIN);
    }
    ModelPaths places = new ModelPaths(Path.of("models"), Optional.of(user), temp.resolve("cache"));
    models = new ServiceModels(new ModelResolver(() -> places));
  }

  static Stream<Sample> modelSettings() {
    return SettingSamples.all().stream().filter(sample -> sample.section().equals("models"));
  }

  private String identity(ServiceConfig config, String name) {
    ModelConfig model = config.models().get(name);
    return models.use(model, null).identity();
  }

  @ParameterizedTest
  @MethodSource("modelSettings")
  void everySetting_entersTheIdentity(Sample sample) {
    String before = identity(sample.config(sample.before()), SettingSamples.NAME);

    assertThat(identity(sample.config(sample.after()), SettingSamples.NAME)).isNotEqualTo(before);
    assertThat(identity(sample.config(sample.before()), SettingSamples.NAME)).isEqualTo(before);
  }

  @Test
  void name_doesNot() {
    Sample model =
        modelSettings()
            .filter(sample -> sample.path().endsWith(".model"))
            .findFirst()
            .orElseThrow();
    ServiceConfig config = model.config("other");

    assertThat(identity(config, "one")).isEqualTo(identity(config, "other"));
  }

  @Test
  void contentOfTheFiles_does() throws IOException {
    Sample labels =
        modelSettings()
            .filter(sample -> sample.path().endsWith(".labels"))
            .findFirst()
            .orElseThrow();
    Path names = Files.writeString(temp.resolve("names.txt"), "person");
    ServiceConfig config = labels.config("\"" + names + "\"");
    String before = identity(config, SettingSamples.NAME);

    Files.writeString(names, "person\ncar");

    assertThat(identity(config, SettingSamples.NAME)).isNotEqualTo(before);
  }

  /** Below or beside the model's own file. */
  @ParameterizedTest
  @CsvSource({
    "saved, saved/saved_model.pb, saved/variables/variables.data-00000-of-00001",
    "m.pdmodel, m.pdmodel, m.pdiparams"
  })
  void weightsOfOtherFormats_do(String named, String graph, String weights) throws IOException {
    Sample model =
        modelSettings()
            .filter(sample -> sample.path().endsWith(".model"))
            .findFirst()
            .orElseThrow();
    Files.createDirectories(temp.resolve(weights).getParent());
    Files.write(temp.resolve(graph), XML);
    Files.write(temp.resolve(weights), BIN);
    ServiceConfig config = model.config("\"" + temp.resolve(named) + "\"");
    String before = identity(config, SettingSamples.NAME);

    Files.writeString(temp.resolve(weights), "others");

    assertThat(identity(config, SettingSamples.NAME)).isNotEqualTo(before);
  }
}
