package sluice.openvino.ffi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LibrarySearchTest {
  private final LibrarySearch search = new LibrarySearch(LibraryNaming.LINUX);

  @TempDir Path home;

  @ParameterizedTest
  @ValueSource(
      strings = {"", "libs", "openvino/libs", "runtime/lib/intel64", "runtime/lib/aarch64"})
  void library_isFoundWhereverAnInstallationKeepsIt(String place) throws IOException {
    Path library = library(home.resolve(place).resolve("libopenvino_c.so.2641"));

    assertThat(search.find(home.toString(), null)).isEqualTo(library).isAbsolute();
  }

  @Test
  void ofSeveralLibraries_theHighestNumberIsTaken() throws IOException {
    library(home.resolve("libopenvino_c.so"));
    library(home.resolve("libopenvino_c.so.2600"));
    Path newest = library(home.resolve("libopenvino_c.so.26410"));
    library(home.resolve("libopenvino_c.so.2641"));
    library(home.resolve("libopenvino_c.so.99999.debug"));

    assertThat(search.find(home.toString(), null)).isEqualTo(newest);
  }

  @Test
  void property_winsOverTheVariable() throws IOException {
    Path named = library(home.resolve("a/libopenvino_c.so.2641"));
    library(home.resolve("b/libopenvino_c.so.2641"));

    assertThat(search.find(home.resolve("a").toString(), home.resolve("b").toString()))
        .isEqualTo(named);
  }

  @Test
  void blankProperty_leavesItToTheVariable() throws IOException {
    Path named = library(home.resolve("libs/libopenvino_c.so.2641"));

    assertThat(search.find(" ", home.toString())).isEqualTo(named);
  }

  @Test
  void failure_namesEveryPlaceAndWhatToDo() {
    assertThatThrownBy(() -> search.find(null, home.toString()))
        .isInstanceOf(LibraryException.class)
        .hasMessageContaining("libopenvino_c.so*")
        .hasMessageContaining("OPENVINO_HOME=" + home)
        .hasMessageContaining(home.resolve("libs").toString())
        .hasMessageContaining(home.resolve("openvino/libs").toString())
        .hasMessageContaining(home.resolve("runtime/lib/intel64").toString())
        .hasMessageContaining("set -Dopenvino.home=DIR or OPENVINO_HOME")
        .hasMessageContaining("2026.0")
        .message()
        .doesNotContain("\n");
  }

  @Test
  void propertyWithoutALibrary_doesNotFallBackInSilence() throws IOException {
    library(home.resolve("installed/libopenvino_c.so.2641"));

    assertThatThrownBy(
            () ->
                search.find(home.resolve("typo").toString(), home.resolve("installed").toString()))
        .isInstanceOf(LibraryException.class)
        .hasMessageContaining("-Dopenvino.home=" + home.resolve("typo"));
  }

  @Test
  void nothingSet_saysSo() {
    assertThatThrownBy(() -> search.find(null, ""))
        .isInstanceOf(LibraryException.class)
        .hasMessageContaining("neither -Dopenvino.home nor OPENVINO_HOME is set");
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
