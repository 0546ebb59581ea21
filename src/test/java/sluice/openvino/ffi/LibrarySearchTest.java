package sluice.openvino.ffi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LibrarySearchTest {
  private static final SearchSettings.Jar NO_JAR = Optional::empty;

  @TempDir Path home;

  private static Path find(String property, String variable) {
    return find(property, variable, null, NO_JAR);
  }

  private static Path find(
      String property,
      String variable,
      String scriptsVariable,
      SearchSettings.Jar jar,
      Path... folders) {
    return new LibrarySearch(
            LibraryNaming.LINUX,
            new SearchSettings(
                Objects.requireNonNullElse(property, ""),
                Objects.requireNonNullElse(variable, ""),
                Objects.requireNonNullElse(scriptsVariable, ""),
                jar,
                Stream.of(folders).map(Path::toString).toList()))
        .find();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "libs", "openvino/libs", "runtime/lib/intel64", "runtime/lib/aarch64"})
  void library_isFoundWhereverAnInstallationKeepsIt(String place) throws IOException {
    Path library = library(home.resolve(place).resolve("libopenvino_c.so.2641"));

    assertThat(find(home.toString(), null)).isEqualTo(library).isAbsolute();
  }

  @Test
  void ofSeveralLibraries_theHighestNumberIsTaken() throws IOException {
    library(home.resolve("libopenvino_c.so"));
    library(home.resolve("libopenvino_c.so.2600"));
    Path newest = library(home.resolve("libopenvino_c.so.26410"));
    library(home.resolve("libopenvino_c.so.2641"));
    library(home.resolve("libopenvino_c.so.99999.debug"));

    assertThat(find(home.toString(), null)).isEqualTo(newest);
  }

  @Test
  void property_takesPrecedence_overVariable() throws IOException {
    Path named = library(home.resolve("a/libopenvino_c.so.2641"));
    library(home.resolve("b/libopenvino_c.so.2641"));

    assertThat(find(home.resolve("a").toString(), home.resolve("b").toString())).isEqualTo(named);
  }

  @Test
  void blankProperty_leavesItToTheVariable() throws IOException {
    Path named = library(home.resolve("libs/libopenvino_c.so.2641"));

    assertThat(find(" ", home.toString())).isEqualTo(named);
  }

  @Test
  void failure_namesEveryPlaceAndWhatToDo() {
    assertThatThrownBy(() -> find(null, home.toString()))
        .isInstanceOf(LibraryException.class)
        .hasMessageContaining("libopenvino_c.so*")
        .hasMessageContaining("OPENVINO_HOME=" + home)
        .hasMessageContaining(home.resolve("libs").toString())
        .hasMessageContaining(home.resolve("openvino/libs").toString())
        .hasMessageContaining(home.resolve("runtime/lib/intel64").toString())
        .hasMessageContaining("set -Dopenvino.home=DIR or OPENVINO_HOME=DIR")
        .hasMessageContaining("2026.0")
        .message()
        .doesNotContain("\n");
  }

  @Test
  void propertyWithoutALibrary_doesNotFallBackInSilence() throws IOException {
    library(home.resolve("installed/libopenvino_c.so.2641"));

    assertThatThrownBy(
            () -> find(home.resolve("typo").toString(), home.resolve("installed").toString()))
        .isInstanceOf(LibraryException.class)
        .hasMessageContaining("-Dopenvino.home=" + home.resolve("typo"));
  }

  @Test
  void nothingSet_looksInTheScriptsFolderThenTheJarThenTheUsualFolders() throws IOException {
    Path scripts = home.resolve("archive");
    Path unpacked = home.resolve("unpacked");
    Path usual = home.resolve("usual");
    Path empty = Files.createDirectories(home.resolve("empty"));
    SearchSettings.Jar jar = () -> Optional.of(unpacked);

    Path inUsual = library(usual.resolve("libopenvino_c.so.2600"));
    assertThat(find(null, null, scripts.toString(), jar, empty, usual)).isEqualTo(inUsual);

    Path inJar = library(unpacked.resolve("runtime/lib/intel64/libopenvino_c.so.2600"));
    assertThat(find(null, null, scripts.toString(), jar, empty, usual)).isEqualTo(inJar);

    Path inArchive = library(scripts.resolve("runtime/lib/intel64/libopenvino_c.so.2600"));
    assertThat(find(" ", "", scripts.toString(), jar, empty, usual)).isEqualTo(inArchive);
  }

  @Test
  void nothingFound_namesEveryPlaceAndTheCommandThatGetsIt() {
    Path scripts = home.resolve("archive");
    Path usual = home.resolve("usual");

    assertThatThrownBy(() -> find(null, "", scripts.toString(), NO_JAR, usual))
        .isInstanceOf(LibraryException.class)
        .hasMessageContaining("-Dopenvino.home (not set), OPENVINO_HOME (not set)")
        .hasMessageContaining("INTEL_OPENVINO_DIR=" + scripts)
        .hasMessageContaining(scripts.resolve("runtime/lib/intel64").toString())
        .hasMessageContaining("org.bytedeco:openvino on the class path (no natives of this")
        .hasMessageContaining(usual.toString())
        .hasMessageContaining("pip install --target DIR openvino==2026.")
        .message()
        .doesNotContain("\n");
    assertThatThrownBy(() -> find(null, null, null, NO_JAR))
        .hasMessageContaining("INTEL_OPENVINO_DIR (not set)");
  }

  @Test
  void unusableJar_isReported_andSearchContinues() throws IOException {
    SearchSettings.Jar withoutJavaCpp =
        () -> {
          throw new NoClassDefFoundError("org/bytedeco/javacpp/Loader");
        };
    SearchSettings.Jar full =
        () -> {
          throw new IOException("No space left on device");
        };

    assertThatThrownBy(() -> find(null, null, null, withoutJavaCpp))
        .hasMessageContaining("on the class path (JavaCPP is not there)");
    assertThatThrownBy(() -> find(null, null, null, full))
        .hasMessageContaining("can't be unpacked: No space left on device");
    Path found = library(home.resolve("libopenvino_c.so"));
    assertThat(find(null, null, null, full, home)).isEqualTo(found);
  }

  @ParameterizedTest
  @CsvSource({
    "Linux, libopenvino_c.so.2641",
    "Mac OS X, libopenvino_c.2641.dylib",
    "Windows 11, openvino_c.dll",
  })
  void naming_followsTheOperatingSystem(String os, String fileName) {
    assertThat(LibraryNaming.of(os).newest(List.of("readme.txt", "libopenvino.so.2641", fileName)))
        .contains(fileName);
  }

  private static Path library(Path file) throws IOException {
    Path parent = file.getParent();
    assertThat(parent).isNotNull();
    Files.createDirectories(parent);
    return Files.createFile(file);
  }
}
