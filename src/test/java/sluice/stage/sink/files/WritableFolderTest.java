package sluice.stage.sink.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.stage.sink.SinkFact;

/** What is said of folders, and that nothing is left in them. */
class WritableFolderTest {
  @TempDir Path folder;

  @Test
  void folder_isTried_andNothingIsLeft() throws IOException {
    assertThat(WritableFolder.test(folder.resolve("a.jsonl")))
        .contains(new SinkFact("folder", folder.toString()))
        .extracting(SinkFact::name)
        .containsExactly("folder", "free space");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void missingFolder_isNotMade() throws IOException {
    assertThat(WritableFolder.test(folder.resolve("a/b/c.jsonl")))
        .contains(new SinkFact("folder", folder.resolve("a/b") + ", to be made"));
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void fileInTheWay_isSaid() throws IOException {
    Files.createFile(folder.resolve("a"));

    assertThatThrownBy(() -> WritableFolder.test(folder.resolve("a/b.jsonl")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(folder.resolve("a").toString());
    assertThat(folder.toFile().list()).containsExactly("a");
  }
}
