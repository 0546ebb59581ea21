package sluice.stage.sink.jsonl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.ErrorCode;
import sluice.stage.sink.SinkChild;
import sluice.testing.ChildJvm;

@Timeout(60)
class JsonLinesSinkIT {
  @TempDir Path folder;

  @Test
  void closedStandardOutput_endsTheRun_withMessage() throws Exception {
    Path errors = folder.resolve("stderr");
    Process child = ChildJvm.start(ChildJvm.command(SinkChild.class, "json", "-"), errors.toFile());
    try (BufferedReader reader = child.inputReader()) {
      for (int i = 0; i < 3; i++) {
        assertThat(new ObjectMapper().readTree(reader.readLine()).get("frame_id").asInt())
            .isEqualTo(i);
      }
    }
    assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(child.exitValue()).isEqualTo(ErrorCode.OUTPUT.exitCode());
    assertThat(Files.readString(errors))
        .contains("the reader of standard output has gone")
        .hasLineCount(1);
  }

  @Test
  void killedProcess_leavesCompleteLines() throws Exception {
    Path file = folder.resolve("out.jsonl");
    Process child =
        ChildJvm.start(
            ChildJvm.command(SinkChild.class, "json", file), folder.resolve("stderr").toFile());
    Awaitility.await().until(() -> Files.exists(file) && Files.size(file) > 100_000);
    child.destroyForcibly().waitFor();

    assertWholeLines(file);
  }

  @Test
  void fileSizeLimit_endsTheRun_withCompleteLines() throws Exception {
    Path file = folder.resolve("out.jsonl");
    Path errors = folder.resolve("stderr");
    List<String> command = ChildJvm.command(SinkChild.class, "json", file);
    Process child = ChildJvm.start(ChildJvm.after("ulimit -f 200", command), errors.toFile());
    assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(child.exitValue()).isEqualTo(ErrorCode.OUTPUT.exitCode());
    assertThat(Files.readString(errors))
        .contains("can't write results to " + file + ": File too large");
    assertWholeLines(file);
  }

  private static void assertWholeLines(Path file) throws Exception {
    assertThat(Files.readString(file)).endsWith("}\n");
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i++) {
      JsonNode line = new ObjectMapper().readTree(lines.get(i));
      assertThat(line.get("frame_id").asInt()).isEqualTo(i);
    }
  }
}
