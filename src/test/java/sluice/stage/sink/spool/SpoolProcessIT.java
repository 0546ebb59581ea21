package sluice.stage.sink.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.testing.ChildJvm;

@Timeout(60)
class SpoolProcessIT {
  @TempDir Path temp;

  @Test
  void killedProcess_losesNothingThatWasAppended() throws Exception {
    SpoolFolder folder = new SpoolFolder(temp.resolve("spool"));
    Process child = start(ChildJvm.command(SpoolChild.class, folder.path));
    try (BufferedReader output = child.inputReader()) {
      int appended = 0;
      while (appended < 20_000) {
        appended = Integer.parseInt(output.readLine());
      }
      child.destroyForcibly().waitFor();
      assertAllThere(folder, appended + 1);
    } finally {
      child.destroyForcibly();
    }
  }

  @Test
  void fileThatMayNotGrow_holdsWholeRecordsOnly() throws Exception {
    SpoolFolder folder = new SpoolFolder(temp.resolve("spool"));
    List<String> command = ChildJvm.command(SpoolChild.class, folder.path);
    Process child = start(ChildJvm.after("ulimit -f 100", command));
    try (BufferedReader output = child.inputReader()) {
      List<String> lines = output.lines().toList();
      assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(lines.getLast())
          .isEqualTo("can't append to the spool " + folder.path + ": File too large");
      int appended = lines.size() - 1;
      long bytes = 0;
      for (int i = 0; i < appended; i++) {
        bytes += RecordFormat.HEADER + SpoolFolder.record(i).length;
      }
      assertThat(Files.size(folder.segments().getLast())).isEqualTo(bytes);
      assertAllThere(folder, appended);
    } finally {
      child.destroyForcibly();
    }
  }

  private Process start(List<String> command) throws Exception {
    return ChildJvm.start(command, temp.resolve("stderr").toFile());
  }

  private static void assertAllThere(SpoolFolder folder, int least) throws Exception {
    try (Spool spool = folder.open(SpoolFolder.WIDE)) {
      List<Integer> found = SpoolFolder.read(spool);
      assertThat(found).hasSizeGreaterThanOrEqualTo(least);
      assertThat(found)
          .containsExactlyElementsOf(IntStream.range(0, found.size()).boxed().toList());
      assertThat(spool.status().losses().values()).containsOnly(0L);
      assertThat(spool.append(SpoolFolder.record(0))).isGreaterThanOrEqualTo(found.size());
    }
  }
}
