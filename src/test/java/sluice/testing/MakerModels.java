package sluice.testing;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import sluice.app.model.ConfiguredModel;
import sluice.core.model.ModelOverrides;
import sluice.core.scene.ClassifySettings;
import sluice.core.scene.ObjectSettings;
import sluice.core.scene.SceneSettings;
import sluice.stage.postprocess.classification.ClassificationFamily;

/**
 * Small models in the formats of their frameworks, and what the frameworks' own runtimes make of a
 * picture with them; src/test/python/model_formats.py wrote them.
 */
public final class MakerModels {
  private static final String FOLDER = "/sluice/app/formats";
  private static final List<String> FRAMEWORKS = List.of("tensorflow", "paddle");

  private MakerModels() {}

  /** A model's file or folder, or the picture; not to be changed. */
  public static Path file(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(MakerModels.class.getResource(FOLDER + "/" + name), name).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /** The picture that results are of. */
  public static Path picture() {
    return file("picture.png");
  }

  /** The floats of a model's outputs, as its framework computes them. */
  public static List<Double> results(String model) {
    Properties all = new Properties();
    for (String framework : FRAMEWORKS) {
      try (Reader in = Files.newBufferedReader(file(framework + ".properties"))) {
        all.load(in);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return Stream.of(all.getProperty(model).split(" ")).map(Double::valueOf).toList();
  }

  /** The classifier of TensorFlow Lite, to be asked of objects. */
  public static ConfiguredModel classifier() {
    return TestModel.named("second", "second")
        .overrides(
            ModelOverrides.NONE
                .family(ClassificationFamily.FACTS)
                .normalised(List.of(), List.of(255f, 255f, 255f)))
        .of(file("classifier.tflite"));
  }

  /** A scene in which that is asked of every object. */
  public static SceneSettings classified() {
    ClassifySettings second = new ClassifySettings("second", Set.of(), 0, 1_000);
    return new SceneSettings(
        Optional.empty(), Map.of(), Map.of(), ObjectSettings.DEFAULT.withClassify(List.of(second)));
  }
}
