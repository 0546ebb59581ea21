package sluice.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.app.ModelFamilies;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.model.ChannelOrder;
import sluice.core.model.Resize;
import sluice.stage.postprocess.ssd.SsdFamily;

class ManifestReaderTest {
  private static final String SHA256 =
      "\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"";
  private static final String FILES =
      """
      files {
        FP32 = [{ url = "https://models.example/m.onnx?raw=true", bytes = 7, sha256 = %s }]
      }
      """
          .formatted(SHA256);

  @TempDir Path folder;

  @Test
  void manifest_isReadCompletely() {
    Path file = Manifests.write(folder, "m", "name = m\n" + Manifests.HEAD + FILES);

    Manifest manifest = ManifestReader.read(file, ModelFamilies.facts());

    assertThat(manifest.name()).isEqualTo("m");
    assertThat(manifest.description()).isEqualTo("Finds things");
    assertThat(manifest.task()).isEqualTo(Manifest.Task.DETECTION);
    assertThat(manifest.family()).isEqualTo(SsdFamily.FACTS);
    assertThat(manifest.labels()).containsExactly("background", "thing");
    assertThat(manifest.threshold()).isEqualTo(0.4f);
    assertThat(manifest.input().channels()).isEqualTo(ChannelOrder.RGB);
    assertThat(manifest.input().resize()).isEqualTo(Resize.LETTERBOX);
    assertThat(manifest.input().mean()).containsExactly(1f, 2.5f, 3f);
    assertThat(manifest.input().scale()).containsExactly(4f, 5f, 6f);
    assertThat(manifest.input().shorterSide()).isEmpty();
    assertThat(manifest.license()).isEqualTo("Apache-2.0");
    assertThat(manifest.source()).containsExactly(entry("maker", "A. N. Other"));
    assertThat(manifest.limits()).containsExactly("no big things");
    assertThat(manifest.builtIn()).isEmpty();
    assertThat(manifest.precisions()).singleElement().hasToString(precision());
    assertThat(manifest.file()).isEqualTo(file);
  }

  private static String precision() {
    return new Precision(
            "FP32",
            List.of(
                new ModelFile(
                    "m.onnx",
                    URI.create("https://models.example/m.onnx?raw=true"),
                    7,
                    new Checksum(Checksum.Algorithm.SHA256, SHA256.replace("\"", "")))))
        .toString();
  }

  @Test
  void builtInModel_hasManifestWithoutFiles() {
    Manifest manifest =
        ManifestReader.read(Path.of("models", "person-detection-hog.conf"), ModelFamilies.facts());

    assertThat(manifest.builtIn()).contains(Manifest.BuiltIn.HOG);
    assertThat(manifest.input().shorterSide()).isEqualTo(OptionalInt.of(288));
    assertThat(manifest.precisions()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "task = detection | task = tracking | line 3: task: tracking (expected: detection or"
            + " classification)",
        "task = detection | '' | line 1: task: missing (expected: detection or classification)",
        "resize = letterbox | resize = leterbox | line 7: input.resize: leterbox (expected:"
            + " stretch or letterbox or corner or crop; nearest: letterbox)",
        "channels = rgb | chanels = rgb | line 7: input.chanels: no such member (expected:"
            + " channels, resize, mean, scale; nearest: channels)",
        "[1, 2.5, 3] | [1, 2.5] | line 7: input.mean: [1,2.5] (expected: three numbers, one for"
            + " each colour)",
        "[4, 5, 6] | [4, 0, 6] | line 7: input.scale: [4.0, 0.0, 6.0] (expected: three numbers, one"
            + " for each colour, none of them 0)",
        "0.4 | 1.4 | line 6: threshold: 1.4 (expected: a number, 0 to 1)",
        "0.4 | '\"0.4\"' | line 6: threshold: \"0.4\" (expected: a number, 0 to 1)",
        "task = detection | task = classification | family: ssd (expected: classification or"
            + " attributes, as the task is)",
        "family = ssd | 'family = ssd, heads = [{ name = color, activation = none, labels = [red]"
            + " }]' | heads: written (expected: none with family ssd; they are of attributes)",
        "family = ssd | family = attributes | heads: missing (expected: a head for each output,"
            + " with name, activation and labels)",
        "family = ssd | 'family = attributes, heads = []' | heads: none (expected: a list of heads,"
            + " at least one)",
        "family = ssd | 'family = attributes, heads = [{ name = a, activation = tanh, labels ="
            + " [b] }]' | heads[0].activation: tanh (expected: none or softmax or sigmoid)",
        "family = ssd | 'family = attributes, heads = [{ name = a, activation = none }]' |"
            + " heads[0].labels: no name (expected: the names of its scores, in their order)",
        "family = ssd | 'family = attributes, heads = [{ name = a, activation = none, labels = [b],"
            + " several = true }]' | heads[0].several: no such member (expected: name, output,"
            + " activation, multilabel, threshold, labels)",
        "family = ssd | 'family = attributes, heads = [{ name = a, activation = none, labels = [b]"
            + " }, { name = c, activation = none, multilabel = true, labels = [d, a] }]' |"
            + " heads[1].labels: a (expected: another name than before)",
        "family = ssd | family = classification | family: classification (expected: task"
            + " classification beside it)",
        "[background, thing] | thing | line 5: labels: \"thing\" (expected: a list: the names of"
            + " the classes, from class 0 on)",
        "[background, thing] | '[\"\"]' | line 5: labels: no name (expected: the names of the"
            + " classes, from class 0 on)",
        "[background, thing] | [1] | line 5: labels: 1 (expected: texts, in quotes: the names of"
            + " the classes, from class 0 on)",
        "name = m | name = n | line 1: name: n (expected: the same as the file's, which is m.conf)",
        "name = m | name = \"../m\" | line 1: name: ../m (expected: letters, digits, '.', '_' and"
            + " '-', as the file is called)",
        "license = | licence = | licence: no such member (expected: built-in, name, description,"
            + " task, family, heads, labels, input, threshold, license, notice, source, limits,"
            + " files; nearest: license)",
        "https: | http: | files.FP32[0].url: http://models.example/m.onnx?raw=true (expected: an"
            + " https:// address of a file, without user or password)",
        "//models | //me:secret@models | (expected: an https:// address of a file, without user or"
            + " password)",
        "bytes = 7 | bytes = 0 | files.FP32[0].bytes: 0 (expected: the file's size)",
        "bytes = 7 | bytes = 7.5 | files.FP32[0].bytes: 7.5 (expected: the file's size)",
        "sha256 = \" | sha256 = \"E | files.FP32[0].sha256: E",
        "sha256 | sha384 | (expected: 96 hexadecimal digits in lower case; or sha256 with 64)",
        "m.onnx | m.bin | files.FP32: [m.bin] (expected: exactly one that ends in one of .xml,"
            + " .onnx, .tflite, .pb, .pdmodel, with what belongs to it)",
        "m.onnx | m.xml | files.FP32: [m.xml] (expected: m.bin beside the .xml)",
        "m.onnx | a/ | files.FP32[0].url: '' (expected: a file name without folders, like"
            + " model.xml)",
        "FP32 | '\"..\"' | no name for a precision (expected: letters, digits, '.', '_' and '-':"
            + " FP16-INT8)",
        "source { maker = \"A. N. Other\" } | source = me | line 9: source: \"me\" (expected: an"
            + " object: names and addresses)",
      })
  void invalidManifest_isReported_withLineMemberAndExpectation(
      String from, String to, String expected) {
    String text = "name = m\n" + Manifests.HEAD + FILES;
    Path file = Manifests.write(folder, "m", text.replace(from, to));

    assertThatThrownBy(() -> ManifestReader.read(file, ModelFamilies.facts()))
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL))
        .hasMessageStartingWith("the manifest " + file + " can't be used: ")
        .hasMessageContaining(expected);
  }

  @Test
  void allProblems_areNamedAtOnce() {
    Path file =
        Manifests.write(folder, "m", "name = m\ntask = detection\nlabel = [x]\nthreshold = 2\n");

    assertThatThrownBy(() -> ManifestReader.read(file, ModelFamilies.facts()))
        .hasMessageContainingAll(
            "description: missing",
            "family: missing",
            "labels: no name",
            "input: missing",
            "line 4: threshold: 2",
            "license: missing",
            "files: missing",
            "line 3: label: no such member");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name = ",
        "{",
        "name = ${HOME}",
        "include \"other.conf\"",
        "include required(file(\"/etc/hostname\"))",
        "include url(\"http://127.0.0.1:9/\")"
      })
  void malformedManifest_isRefusedInOneLine(String text) {
    Path file = Manifests.write(folder, "m", text);

    assertThatThrownBy(() -> ManifestReader.read(file, ModelFamilies.facts()))
        .isInstanceOf(SluiceException.class)
        .hasMessageStartingWith("the manifest " + file + " can't be used: ")
        .hasMessageNotContaining("\n");
  }

  @Test
  void filesThatAreNoText_areRefused() throws IOException {
    Path binary = Files.write(folder.resolve("b.conf"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    Path large = Files.write(folder.resolve("l.conf"), new byte[(1 << 20) + 1]);

    assertThatThrownBy(() -> ManifestReader.read(binary, ModelFamilies.facts()))
        .hasMessageEndingWith("isn't UTF-8");
    assertThatThrownBy(() -> ManifestReader.read(large, ModelFamilies.facts()))
        .hasMessageEndingWith("has 1048577 bytes (expected: at most 1048576)");
    assertThatThrownBy(
            () -> ManifestReader.read(folder.resolve("none.conf"), ModelFamilies.facts()))
        .hasMessageEndingWith("doesn't exist");
  }

  @Test
  void aPrecision_isFoundInAnyCase_andIsTheOnlyOneWhereNoneIsNamed() {
    Manifest manifest =
        ManifestReader.read(
            Manifests.write(folder, "m", "name = m\n" + Manifests.HEAD + FILES),
            ModelFamilies.facts());

    assertThat(manifest.precision(Optional.of("fp32")).name()).isEqualTo("FP32");
    assertThat(manifest.precision(Optional.empty()).name()).isEqualTo("FP32");
    assertThatThrownBy(() -> manifest.precision(Optional.of("FP31")))
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.USAGE))
        .hasMessage("precision: FP31 (expected: one of m's: FP32; nearest: FP32)");
  }
}
