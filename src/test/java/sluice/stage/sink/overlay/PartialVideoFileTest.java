package sluice.stage.sink.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;

class PartialVideoFileTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"out.mp4,out.part.mp4", "a.b.mov,a.b.part.mov", "out,out.part", ".mp4,.part.mp4"})
  void partName_insertsPartBeforeExtension(String name, String part) {
    assertThat(new PartialVideoFile(folder.resolve(name), false).part())
        .isEqualTo(folder.resolve(part));
  }

  @Test
  void publish_renamesPartFile() throws Exception {
    PartialVideoFile file = new PartialVideoFile(folder.resolve("out.mp4"), false);
    file.create();
    Files.writeString(file.part(), "video");
    assertThat(folder.resolve("out.mp4")).doesNotExist();
    assertThat(file.publish()).isEqualTo(folder.resolve("out.mp4")).hasContent("video");
    assertThat(file.part()).doesNotExist();
    file.remove();
    assertThat(folder.resolve("out.mp4")).exists();
  }

  @Test
  void existingFiles_areNotOverwritten_withoutForce() throws Exception {
    for (String name : new String[] {"out.mp4", "out.part.mp4"}) {
      Path old = Files.writeString(folder.resolve(name), "old");
      assertOutput(() -> new PartialVideoFile(folder.resolve("out.mp4"), false))
          .hasMessageContaining(old + ": it exists");
      assertThat(old).hasContent("old");
      Files.delete(old);
    }
  }

  @Test
  void force_replacesVideoAndPartFile() throws Exception {
    Files.writeString(folder.resolve("out.mp4"), "old");
    Files.writeString(folder.resolve("out.part.mp4"), "old part");
    PartialVideoFile file = new PartialVideoFile(folder.resolve("out.mp4"), true);
    file.create();
    assertThat(file.part()).isEmptyFile();
    assertThat(folder.resolve("out.mp4")).hasContent("old");
    assertThat(file.publish()).isEmptyFile();
  }

  @Test
  void filesCreatedMeanwhile_areKept() throws Exception {
    PartialVideoFile late = new PartialVideoFile(folder.resolve("out.mp4"), false);
    Files.writeString(late.part(), "another run's");
    assertOutput(late::create).hasMessageContaining("it exists");
    late.remove();
    assertThat(late.part()).hasContent("another run's");

    PartialVideoFile other = new PartialVideoFile(folder.resolve("other.mp4"), false);
    other.create();
    Files.writeString(folder.resolve("other.mp4"), "precious");
    assertOutput(other::publish)
        .hasMessageContaining("can't rename the complete")
        .hasMessageContaining("it exists");
    assertThat(folder.resolve("other.mp4")).hasContent("precious");
    assertThat(other.part()).exists();
  }

  @Test
  void remove_deletesOnlyItsOwnFile() {
    PartialVideoFile file = new PartialVideoFile(folder.resolve("out.mp4"), false);
    file.remove();
    file.create();
    file.remove();
    assertThat(folder).isEmptyDirectory();
  }

  private static AbstractThrowableAssert<?, ?> assertOutput(ThrowableAssert.ThrowingCallable call) {
    return assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OUTPUT));
  }
}
