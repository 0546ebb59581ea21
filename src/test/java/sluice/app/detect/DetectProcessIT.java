package sluice.app.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.Main;
import sluice.core.ErrorCode;
import sluice.testing.BrightClip;
import sluice.testing.ChildJvm;
import sluice.testing.Interrupts;
import sluice.testing.ResultLine;
import sluice.testing.TinySsd;
import sluice.video.ClipReader;

/** {@code sluice detect} in a process of its own: what a shell sees of it. */
@Timeout(60)
class DetectProcessIT {
  private static final int PICTURES = 25;

  /** Every object is told, and confidences are exact. */
  private static final List<String> EXACT =
      List.of("-t", "0.05", "--property", "INFERENCE_PRECISION_HINT=f32");

  /** Compiled for a short life. */
  private static final List<String> FLAGS = List.of("-XX:TieredStopAtLevel=1");

  @TempDir Path folder;
  private Path clip;
  private Path model;
  private Path video;
  private Path lines;
  private Process child;

  @BeforeEach
  void drawClip() {
    clip = BrightClip.of(320, 192).write(folder.resolve("clip.mkv"), PICTURES);
    model = TinySsd.write(folder);
    video = folder.resolve("out.mp4");
    lines = folder.resolve("out.jsonl");
  }

  private record Outcome(int exitCode, String out, String err) {}

  private static List<String> detect(Object... arguments) {
    List<Object> words = new ArrayList<>(List.of("detect"));
    words.addAll(EXACT);
    words.addAll(List.of(arguments));
    return ChildJvm.command(FLAGS, Main.class, words.toArray());
  }

  private void start(List<String> command) throws IOException {
    child =
        new ProcessBuilder(command)
            .redirectOutput(folder.resolve("stdout").toFile())
            .redirectError(folder.resolve("stderr").toFile())
            .start();
  }

  @AfterEach
  void leaveNoProcess() throws InterruptedException {
    child.destroyForcibly().waitFor();
  }

  private Outcome outcome() throws IOException, InterruptedException {
    assertThat(child.waitFor(40, TimeUnit.SECONDS)).as("it ends").isTrue();
    return new Outcome(
        child.exitValue(),
        Files.readString(folder.resolve("stdout")),
        Files.readString(folder.resolve("stderr")));
  }

  private Outcome run(List<String> command) throws IOException, InterruptedException {
    start(command);
    return outcome();
  }

  private void awaitLines(int count) throws IOException {
    Awaitility.await()
        .atMost(40, TimeUnit.SECONDS)
        .until(
            () ->
                !child.isAlive()
                    || Files.exists(lines) && Files.readString(lines).lines().count() > count);
    assertThat(child.isAlive()).as(Files.readString(folder.resolve("stderr"))).isTrue();
  }

  @Test
  void standardOutput_containsOnlyResultLines() throws Exception {
    Outcome outcome = run(detect(clip, "-m", model, "--json", "-"));

    assertThat(outcome.exitCode()).isZero();
    Files.writeString(lines, outcome.out());
    assertThat(ResultLine.read(lines)).hasSize(PICTURES).allMatch(ResultLine::isAsDrawn);
    assertThat(outcome.err()).contains("25 frames in ", "frames left open: 0");
  }

  @Test
  void interrupt_endsTheProcessOrderly() throws Exception {
    Interrupts.require();
    start(Interrupts.heard(detect(clip, "-m", model, "--loop", "--json", lines, "-o", video)));
    awaitLines(PICTURES);
    Interrupts.send("INT", child);
    Outcome outcome = outcome();

    assertThat(outcome.exitCode()).isEqualTo(130);
    assertThat(outcome.out())
        .contains("frames left open: 0", "wrote " + video, "wrote " + lines)
        .containsPattern("\\d+\\.\\d fps");
    assertThat(outcome.err()).contains("sluice: finishing").doesNotContain("\tat ");
    List<ResultLine> written = ResultLine.read(lines);
    assertThat(written)
        .hasSizeGreaterThan(PICTURES)
        .allMatch(line -> line.drawnNumber() == line.frame() % PICTURES);
    assertThat(ClipReader.read(video).frames()).hasSameSizeAs(written);
    assertThat(folder.resolve("out.part.mp4")).doesNotExist();
  }

  @Test
  void kill_leavesCompleteLines_andPlayableVideo() throws Exception {
    start(detect(clip, "-m", model, "--loop", "--json", lines, "-o", video));
    awaitLines(6 * PICTURES);
    child.destroyForcibly().waitFor();

    List<ResultLine> written = ResultLine.read(lines);
    assertThat(written).hasSizeGreaterThan(6 * PICTURES);
    assertThat(video).doesNotExist();
    assertThat(ClipReader.readUndamaged(folder.resolve("out.part.mp4")).frames())
        .hasSizeGreaterThan(PICTURES);
  }

  @Test
  void invalidRequest_isReported_inOneLine() throws Exception {
    Path text = Files.writeString(folder.resolve("text.xml"), "not a model");
    Path taken = Files.writeString(folder.resolve("taken.jsonl"), "precious");
    Path missing = folder.resolve("missing.mp4");

    assertError(ErrorCode.USAGE, "--fps: 0", clip, "-m", model, "--fps", "0");
    assertError(ErrorCode.INPUT, "missing.mp4 does not exist", missing, "-m", model);
    assertError(ErrorCode.MODEL, text.toString(), clip, "-m", text);
    assertError(ErrorCode.DEVICE, "'TPU'", clip, "-m", model, "-d", "TPU");
    assertError(ErrorCode.OUTPUT, "it exists", clip, "-m", model, "--json", taken);
  }

  @Test
  void missingOpenVino_isEnvironmentError() throws Exception {
    List<String> flags = new ArrayList<>(FLAGS);
    flags.add("-Dopenvino.home=" + folder.resolve("nowhere"));
    Outcome outcome = run(ChildJvm.command(flags, Main.class, "detect", clip, "-m", model));

    assertThat(outcome.exitCode()).isEqualTo(ErrorCode.ENVIRONMENT.exitCode());
    assertThat(outcome.err())
        .contains("OpenVINO", folder.resolve("nowhere").toString())
        .hasLineCount(1);
  }

  private void assertError(ErrorCode code, String words, Object... arguments) throws Exception {
    Outcome outcome = run(detect(arguments));

    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(code.exitCode());
    assertThat(outcome.err()).startsWith("sluice: ").contains(words).hasLineCount(1);
    assertThat(outcome.out()).doesNotContain("Exception", "\tat ");
  }
}
