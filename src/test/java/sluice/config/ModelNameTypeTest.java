package sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.app.Configuration;
import sluice.config.binding.ReadContext;

class ModelNameTypeTest {
  @TempDir Path folder;

  private String read(String model) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("test.conf"),
            "sluice { data-dir = \"%s\", models.m { model = \"%s\" } }".formatted(folder, model));
    return new ConfigReader(
            new ReadContext(
                Map.of(),
                path -> false,
                source -> Optional.empty(),
                Configuration.tables().facts()))
        .read(file)
        .toString();
  }

  @Test
  void aModelsFolder_isTakenForTheModel() throws IOException {
    Path model = Files.createDirectory(folder.resolve("yolo11n_openvino_model"));

    assertThat(read(model.toString())).doesNotContain("models.m.model");
    assertThat(read(folder.resolve("missing_openvino_model").toString()))
        .contains("models.m.model")
        .contains("or a model's file that exists and can be read, or its folder");
    assertThat(read(folder.resolve("missing.ONNX").toString())).contains("models.m.model");
  }
}
