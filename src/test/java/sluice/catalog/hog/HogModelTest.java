package sluice.catalog.hog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;

class HogModelTest {
  private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2001-02-03T04:05:06Z"));

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "1920, 1080, 512x288",
    "768, 432, 512x288",
    "640, 480, 384x288",
    "1080, 1920, 288x512",
    "480, 640, 288x384",
    "1280, 1024, 360x288",
    "2560, 1080, 680x288",
    "500, 500, 288x288",
    "1, 1, 288x288",
    "7680, 1080, 1152x288",
    "100, 2000, 288x1152"
  })
  void inputSize_followsTheSource(int width, int height, String expected) {
    assertThat(HogModel.inputSize(width, height)).hasToString(expected);
  }

  @Test
  void inputSize_needsAPicture() {
    assertThatThrownBy(() -> HogModel.inputSize(0, 480))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({"63, 128", "64, 127", "2049, 288", "512, 2049", "-512, 288"})
  void hogInputSizeOutOfBounds_isRefused(int width, int height) {
    assertThatThrownBy(() -> HogModel.write(folder, width, height))
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.USAGE))
        .hasMessage(
            "input size %dx%d (expected: 64x128, one window of the built-in person detector, to 2048x2048); try 512x288"
                .formatted(width, height));
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void write_givesTheSameBytesForTheSameSize() throws IOException {
    Path first = HogModel.write(folder.resolve("a/b"), 512, 288);
    Path second = HogModel.write(folder.resolve("c"), 512, 288);

    assertThat(first)
        .hasFileName("person-detection-hog-512x288.xml")
        .hasSameBinaryContentAs(second);
    assertThat(weights(first)).hasSameBinaryContentAs(weights(second));
    assertThat(names(first.getParent()))
        .containsExactly("person-detection-hog-512x288.bin", "person-detection-hog-512x288.xml");
  }

  @Test
  void write_keepsExistingFiles() throws IOException {
    Path file = HogModel.write(folder, 128, 128);
    Files.setLastModifiedTime(file, LONG_AGO);
    Files.setLastModifiedTime(weights(file), LONG_AGO);

    HogModel.write(folder, 128, 128);

    assertThat(Files.getLastModifiedTime(file)).isEqualTo(LONG_AGO);
    assertThat(Files.getLastModifiedTime(weights(file))).isEqualTo(LONG_AGO);
  }

  @ParameterizedTest
  @CsvSource({"xml", "bin"})
  void write_repairsDamagedFiles(String ending) throws IOException {
    Path whole = HogModel.write(folder.resolve("whole"), 128, 128);
    Path file = HogModel.write(folder, 128, 128);
    Files.writeString(folder.resolve("person-detection-hog-128x128." + ending), "cut o");

    HogModel.write(folder, 128, 128);

    assertThat(file).hasSameBinaryContentAs(whole);
    assertThat(weights(file)).hasSameBinaryContentAs(weights(whole));
  }

  @Test
  void write_reportsWhyFolderIsUnusable() throws IOException {
    Path file = Files.writeString(folder.resolve("taken"), "");

    assertThatThrownBy(() -> HogModel.write(file, 512, 288))
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OUTPUT))
        .hasMessageContaining(file.toString())
        .hasMessageNotContaining("\n");
  }

  @Test
  void manifest_isValid_andDescribesTheModel() {
    Config manifest =
        ConfigFactory.parseFile(Path.of("models", HogModel.NAME + ".conf").toFile()).resolve();

    assertThat(manifest.getString("name")).isEqualTo(HogModel.NAME);
    assertThat(manifest.getString("task")).isEqualTo("detection");
    assertThat(manifest.getString("family")).isEqualTo("ssd");
    assertThat(manifest.getStringList("labels")).isEqualTo(List.of("person"));
    assertThat(manifest.getDouble("threshold")).isEqualTo(0.6);
    assertThat(manifest.getString("input.channels")).isEqualTo("bgr");
    assertThat(manifest.getString("input.resize")).isEqualTo("stretch");
    assertThat(manifest.getInt("input.shorter-side")).isEqualTo(HogModel.inputSize(1, 1).width());
    assertThat(manifest.getString("license")).isEqualTo("Apache-2.0");
    assertThat(HogModel.class.getClassLoader().getResource(manifest.getString("notice")))
        .isNotNull();
    assertThat(manifest.getStringList("limits")).isNotEmpty();
  }

  private static Path weights(Path xml) {
    return xml.resolveSibling(xml.getFileName().toString().replace(".xml", ".bin"));
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
