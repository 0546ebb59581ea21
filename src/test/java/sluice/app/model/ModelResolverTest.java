package sluice.app.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.catalog.Manifests;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.model.ChannelOrder;
import sluice.core.model.ModelOverrides;
import sluice.core.model.Resize;
import sluice.stage.postprocess.ssd.SsdFamily;

class ModelResolverTest {
  private static final byte[] XML = Manifests.bytes("<net/>");
  private static final byte[] BIN = Manifests.bytes("weights");

  @TempDir Path temp;

  private ModelPaths places;
  private ModelResolver resolver;

  @BeforeEach
  void describeAModel() throws IOException {
    Path user = Files.createDirectory(temp.resolve("user"));
    Manifests.write(user, "m", XML, BIN);
    places = new ModelPaths(Path.of("models"), Optional.of(user), temp.resolve("cache"));
    resolver = new ModelResolver(() -> places);
  }

  private void fetch(Path root, byte[] bin) throws IOException {
    Path folder = Files.createDirectories(root.resolve("m/FP16"));
    Files.write(folder.resolve("m.xml"), XML);
    Files.write(folder.resolve("m.bin"), bin);
  }

  private ResolvedModel resolve(String model) {
    return resolver.resolve(model, Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"m.xml", "dir/m", "./m", "M.ONNX", "C:\\m", "none/there.xml"})
  void modelPath_isResolved_withoutCatalog(String path) {
    ModelResolver withoutPlaces =
        new ModelResolver(
            () -> {
              throw new AssertionError("not asked for");
            });

    ResolvedModel model = withoutPlaces.resolve(path, Optional.empty());

    assertThat(model)
        .isEqualTo(new ResolvedModel(new ModelSource.File(Path.of(path)), ModelOverrides.NONE));
  }

  @Test
  void folder_isTheModelInIt() throws IOException {
    Path folder = Files.createDirectory(temp.resolve("yolo11n_openvino_model"));
    Files.writeString(folder.resolve("metadata.yaml"), "stride: 32");
    assertThatThrownBy(() -> resolve(folder.toString()))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining(
            "is a folder with no model (expected: one model in it, a file that ends in one of"
                + " .xml, .onnx, .tflite, .pb, .pdmodel); name a model's file");

    Path model = Files.write(folder.resolve("yolo11n.XML"), XML);
    Files.write(folder.resolve("yolo11n.bin"), BIN);
    assertThat(resolve(folder + "/").source()).isEqualTo(new ModelSource.File(model));

    Files.write(folder.resolve("b.onnx"), BIN);
    assertThatThrownBy(() -> resolve(folder.toString()))
        .hasMessageContaining("is a folder with 2 models, b.onnx, yolo11n.XML (expected:");
  }

  /** Converters leave models of other formats in the folder, and TensorFlow a file beside. */
  @Test
  void folderOfASavedModel_isThat_whateverElseIsInIt() throws IOException {
    Path folder = Files.createDirectory(temp.resolve("yolo11n_saved_model"));
    Files.write(folder.resolve("fingerprint.pb"), BIN);
    assertThatThrownBy(() -> resolve(folder.toString()))
        .hasMessageContaining("is a folder with no model");
    Path saved = Files.write(folder.resolve("saved_model.pb"), BIN);
    Files.write(folder.resolve("yolo11n_float32.tflite"), BIN);

    ModelSource source = resolve(folder.toString()).source();

    assertThat(source).isEqualTo(new ModelSource.File(saved));
    assertThat(((ModelSource.File) source).name()).isEqualTo("yolo11n_saved_model");
  }

  @Test
  void modelName_resolvesToManifestSettings() throws IOException {
    fetch(places.cache(), BIN);

    ResolvedModel model = resolver.resolve("m", Optional.of("fp16"));

    assertThat(model.overrides())
        .isEqualTo(
            ModelOverrides.NONE
                .family(SsdFamily.FACTS)
                .resize(Resize.LETTERBOX)
                .channels(ChannelOrder.RGB)
                .normalised(List.of(1f, 2.5f, 3f), List.of(4f, 5f, 6f))
                .threshold(0.4f));
    assertThat(model.source())
        .isInstanceOfSatisfying(
            ModelSource.Catalogued.class,
            source -> {
              assertThat(source.name()).isEqualTo("m FP16");
              assertThat(source.path()).isEqualTo(places.cache().resolve("m/FP16/m.xml"));
              assertThat(source.labels().of(1)).isEqualTo("thing");
            });
  }

  @Test
  void userFolder_takesPrecedence_overCache() throws IOException {
    fetch(places.cache(), BIN);
    fetch(places.user().orElseThrow(), BIN);

    assertThat(resolve("m").source().file())
        .contains(places.user().orElseThrow().resolve("m/FP16/m.xml"));
  }

  @Test
  void builtInModel_isResolvedByName_withoutPrecision() {
    assertThat(resolve("person-detection-hog"))
        .isEqualTo(
            new ResolvedModel(
                new ModelSource.BuiltIn(Optional.empty()),
                ModelSource.BuiltIn.OVERRIDES.normalised(List.of(), List.of(1f, 1f, 1f))));
    assertThatThrownBy(() -> resolver.resolve("person-detection-hog", Optional.of("FP16")))
        .hasMessage("precision: FP16 (expected: none, as person-detection-hog is built in)");
  }

  @Test
  void unfetchedModel_isRefused_withFetchCommand() {
    assertThatThrownBy(() -> resolve("m"))
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL))
        .hasMessageStartingWith("model m: its FP16 files are not fetched yet (expected: them in")
        .hasMessageEndingWith("; run 'sluice models fetch m --precision FP16'");
  }

  @Test
  void anotherPrecisionThatIsFetched_isNamed() throws IOException {
    Path folder =
        Files.createDirectories(places.cache().resolve("person-detection-0202/FP16-INT8"));
    Files.write(folder.resolve("person-detection-0202.xml"), XML);

    assertThatThrownBy(() -> resolve("person-detection-0202"))
        .hasMessageEndingWith("--precision FP16', or use --precision FP16-INT8");
  }

  @Test
  void filesDifferingFromManifest_areNeverLoaded() throws IOException {
    fetch(places.cache(), Manifests.bytes("weighty"));

    assertThatThrownBy(() -> resolve("m"))
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL))
        .hasMessageContaining("m.bin: wrong sum (expected: 7 bytes with SHA-256 ")
        .hasMessageEndingWith("; run 'sluice models fetch m --precision FP16'");
    Files.delete(places.cache().resolve("m/FP16/m.bin"));
    assertThatThrownBy(() -> resolve("m")).hasMessageContaining("m.bin: missing");
  }

  @Test
  void unknownModel_isRefused_withNearestName() {
    assertThatThrownBy(() -> resolve("person-detection-202"))
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL))
        .hasMessageContaining("nearest: person-detection-0202");
  }

  @Test
  void aPath_hasNoPrecision() {
    assertThatThrownBy(() -> resolver.resolve("a/m.xml", Optional.of("FP16")))
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.USAGE))
        .hasMessageStartingWith("precision: FP16 (expected: none for the file a/m.xml");
  }

  @Test
  void userFolder_isSetByEnvironment_andMustExist() {
    Path cache = temp.resolve("cache");
    Map<String, String> none = Map.of("SLUICE_MODELS", temp.resolve("none").toString());

    ModelPaths named =
        ModelPaths.of("/opt/sluice", Map.of("SLUICE_MODELS", temp.toString()), cache);

    assertThat(named.roots()).isEqualTo(List.of(temp, Path.of("/opt/sluice/models"), cache));
    assertThat(ModelPaths.of("", Map.of(), cache).distribution()).isEqualTo(Path.of("models"));
    assertThatThrownBy(() -> ModelPaths.of("", none, cache))
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ENVIRONMENT))
        .hasMessageStartingWith("SLUICE_MODELS: ");
  }
}
