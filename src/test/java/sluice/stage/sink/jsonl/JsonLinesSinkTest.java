package sluice.stage.sink.jsonl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.stage.sink.Results;

class JsonLinesSinkTest {
  @TempDir Path folder;

  @Test
  void line_isInTheFile_onceWritten() throws Exception {
    Path file = folder.resolve("out.jsonl");
    JsonLinesSink sink = opened(file, false);
    assertThat(sink.wantsPicture()).isFalse();
    for (int i = 0; i < 3; i++) {
      sink.write(Results.withoutPicture(64, 48, i, Results.person(0.5f, 0, 0, 1, 1)));
      List<String> lines = Files.readAllLines(file);
      assertThat(lines).hasSize(i + 1);
      assertThat(new ObjectMapper().readTree(lines.get(i)).get("frame_id").asInt()).isEqualTo(i);
    }
    assertThat(sink.finish()).contains(file);
    assertThat(Files.readString(file)).endsWith("}\n");
  }

  @Test
  void existingFile_isRefusedEarly_unlessForced() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("out.jsonl"), "precious and longer than one line of results would be");
    assertThatThrownBy(() -> JsonLinesSink.to(file.toString(), false))
        .hasMessageContaining("it exists");
    assertThat(Files.readString(file)).startsWith("precious");

    JsonLinesSink sink = opened(file, true);
    assertThat(file).isEmptyFile();
    sink.write(Results.withoutPicture(64, 48, 0));
    assertThat(sink.finish()).contains(file);
    assertThat(Files.readString(file)).startsWith("{").hasLineCount(1);
  }

  @Test
  void fileWithoutLines_isRemoved() {
    Path file = folder.resolve("out.jsonl");

    assertThat(opened(file, false).finish()).isEmpty();
    assertThat(file).doesNotExist();
  }

  @Test
  void fileCreatedBetweenCheckAndOpen_isKept() throws Exception {
    Path file = folder.resolve("out.jsonl");
    JsonLinesSink sink = JsonLinesSink.to(file.toString(), false);
    Files.writeString(file, "precious");
    assertThatThrownBy(() -> sink.open(Results.source(64, 48))).hasMessageContaining("it exists");
    assertThat(sink.abort()).isEmpty();
    assertThat(file).hasContent("precious");
  }

  @Test
  void abort_keepsLines_andRemovesEmptyFile() {
    Path kept = folder.resolve("kept.jsonl");
    JsonLinesSink sink = opened(kept, false);
    sink.write(Results.withoutPicture(64, 48, 0));
    assertThat(sink.abort()).contains(kept);
    assertThat(kept).isNotEmptyFile();

    Path empty = folder.resolve("empty.jsonl");
    assertThat(opened(empty, false).abort()).isEmpty();
    assertThat(empty).doesNotExist();
  }

  @Test
  void fullDisk_isReportedAsOutputFailure() {
    JsonLinesSink sink = opened(Path.of("/dev/full"), false);
    assertThatThrownBy(() -> sink.write(Results.withoutPicture(64, 48, 0)))
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OUTPUT))
        .hasMessageContaining("can't write results to /dev/full: No space left on device");
    assertThat(sink.abort()).isEqualTo(Optional.empty());
  }

  private static JsonLinesSink opened(Path file, boolean force) {
    JsonLinesSink sink = JsonLinesSink.to(file.toString(), force);
    sink.open(Results.source(64, 48));
    return sink;
  }
}
