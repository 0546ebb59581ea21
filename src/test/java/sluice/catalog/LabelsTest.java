package sluice.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;

class LabelsTest {
  @TempDir private Path folder;

  @Test
  void labelLines_nameClassesFromZero() throws IOException {
    Labels labels = Labels.read(file("person\n  traffic light \r\nbär\n".getBytes(UTF_8)));

    assertThat(labels.of(0)).isEqualTo("person");
    assertThat(labels.of(1)).isEqualTo("traffic light");
    assertThat(labels.of(2)).isEqualTo("bär");
  }

  @Test
  void aClassWithoutALine_isItsNumber() throws IOException {
    Labels labels = Labels.read(file("person\n\ncar".getBytes(UTF_8)));

    assertThat(labels.of(1)).isEqualTo("1");
    assertThat(labels.of(2)).isEqualTo("car");
    assertThat(labels.of(3)).isEqualTo("3");
    assertThat(labels.of(-1)).isEqualTo("-1");
    assertThat(Labels.none().of(0)).isEqualTo("0");
  }

  @Test
  void aByteOrderMark_isNoPartOfTheFirstName() throws IOException {
    assertThat(Labels.read(file("\uFEFFperson".getBytes(UTF_8))).of(0)).isEqualTo("person");
  }

  @Test
  void aMissingFile_isRefusedByName() {
    Path missing = folder.resolve("missing.txt");
    refused(() -> Labels.read(missing), missing, "doesn't exist");
  }

  @Test
  void aFolder_isRefused() {
    refused(() -> Labels.read(folder), folder, "isn't a file");
  }

  @Test
  void aFileWithoutNames_isRefused() throws IOException {
    Path file = file(" \n\n".getBytes(UTF_8));
    refused(() -> Labels.read(file), file, "is empty");
  }

  @Test
  void aFileBeyondAMebibyte_isRefusedUnread() throws IOException {
    Path file = file(new byte[(1 << 20) + 1]);
    refused(() -> Labels.read(file), file, "has 1048577 bytes, more than 1048576");
  }

  @Test
  void otherEncodings_areRefused() throws IOException {
    Path file = file(new byte[] {'b', (byte) 0xE4, 'r'});
    refused(() -> Labels.read(file), file, "isn't UTF-8");
  }

  private Path file(byte[] content) throws IOException {
    return Files.write(folder.resolve("labels.txt"), content);
  }

  private static void refused(ThrowingCallable call, Path file, String what) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL))
        .hasMessage("labels file " + file + " " + what + " (expected: one label a line, in UTF-8)");
  }
}
