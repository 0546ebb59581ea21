package sluice.app.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import sluice.testing.BrightClip;
import sluice.testing.Shell;
import sluice.testing.Shell.Outcome;
import sluice.testing.TinySsd;
import sluice.video.ClipReader;

/**
 * The disk is full or the reader leaves while a job runs: it ends in order, says so in one line or
 * not at all, and names what it leaves.
 */
@Timeout(120)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the lines are for a POSIX shell")
class LostOutputIT {
  /** More frames than are written before the output is lost. */
  private static final String ENDLESS =
      "sluice detect clip.mkv -m tiny-ssd.xml --family ssd --loop";

  @TempDir Path base;
  private Path folder;
  private Shell shell;

  @BeforeEach
  void prepare() throws IOException {
    shell = new Shell(Files.createDirectory(base.resolve("records")));
    shell.set("SLUICE_CACHE", base.resolve("cache"));
    folder = Files.createDirectory(base.resolve("work"));
    BrightClip.of(320, 192).write(folder.resolve("clip.mkv"), 25);
    TinySsd.write(folder);
  }

  @Test
  void closedPipe_endsTheJobSilently() throws IOException {
    Outcome outcome = shell.run(folder, ENDLESS + " --json - -o out.mp4 | head -1");

    assertThat(outcome.exitCode()).isEqualTo(141);
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out()).hasLineCount(1).startsWith("{\"frame_id\":0,").endsWith("}\n");
    assertThat(made()).containsExactly("out.mp4");
    assertThat(ClipReader.readUndamaged(folder.resolve("out.mp4")).frames()).isNotEmpty();
  }

  @Test
  void aReaderOfTextThatLeaves_isNoFaultEither() {
    Outcome outcome =
        shell.run(folder, "sluice detect clip.mkv -m tiny-ssd.xml --family ssd --quiet | true");

    assertThat(outcome).isEqualTo(new Outcome(141, "", ""));
  }

  @Test
  void fullDisk_endsTheResultLines() {
    assumeTrue(Files.exists(Path.of("/dev/full")), "/dev/full is needed");
    Outcome outcome = shell.run(folder, ENDLESS + " --json /dev/full --quiet >summary");

    assertThat(outcome.exitCode()).isEqualTo(7);
    assertThat(outcome.err())
        .hasLineCount(1)
        .contains("can't write results to /dev/full: No space left on device; make room");
  }

  @Test
  void resultFileAtSizeLimit_keepsCompleteLines_andIsNamed() throws IOException {
    Outcome outcome =
        shell.run(folder, "ulimit -f 8; " + ENDLESS + " --json out.jsonl --quiet >/dev/null");

    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(7);
    assertThat(outcome.err())
        .hasLineCount(1)
        .contains("can't write results to out.jsonl: File too large", "is in out.jsonl");
    assertThat(Files.readString(folder.resolve("out.jsonl"))).startsWith("{").endsWith("}\n");
    assertThat(made()).containsExactly("out.jsonl");
  }

  @Test
  void videoAtSizeLimit_keepsPartFile_andIsNamed() throws IOException {
    Outcome outcome =
        shell.run(folder, "ulimit -f 300; " + ENDLESS + " -o out.mp4 --quiet >/dev/null");

    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(7);
    assertThat(outcome.err())
        .hasLineCount(1)
        .contains("can't write the video out.part.mp4: File too large", "is in out.part.mp4");
    assertThat(made()).containsExactly("out.part.mp4");
    assertThat(ClipReader.readUndamaged(folder.resolve("out.part.mp4")).frames()).isNotEmpty();
  }

  /** What is in the folder besides what the test put there. */
  private List<String> made() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> folder.relativize(file).toString())
          .filter(name -> name.startsWith("out"))
          .sorted()
          .toList();
    }
  }
}
