package sluice.app.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.openvino.TinyModels;
import sluice.testing.BrightClip;
import sluice.testing.ResultLine;
import sluice.testing.TestJob;
import sluice.testing.TinySsd;

/** What can't work is refused before a frame flows, in one line, and nothing is left behind. */
@Timeout(60)
class DetectRefusalIT {
  @TempDir Path folder;
  private Path clip;
  private Path lines;

  @BeforeEach
  void drawClip() {
    clip = BrightClip.write(folder, "clip.mkv", 2);
    lines = folder.resolve("lines.jsonl");
  }

  @Test
  void existingResultFile_isRefused_beforeModelIsRead() throws IOException {
    Files.writeString(lines, "precious");
    TestJob job = new TestJob(folder.resolve("missing.xml")).input(clip, lines);

    assertRefused(job, ErrorCode.OUTPUT, lines.toString(), "it exists", "--force");
    assertThat(lines).hasContent("precious");
  }

  @Test
  void existingVideo_isRefused_beforeModelIsRead() throws IOException {
    Path video = Files.writeString(folder.resolve("out.mp4"), "precious");
    TestJob job = new TestJob(folder.resolve("missing.xml")).input(clip, video, lines);

    assertRefused(job, ErrorCode.OUTPUT, video.toString(), "it exists");
    assertThat(video).hasContent("precious");
    assertThat(lines).doesNotExist();
  }

  @Test
  void existingFiles_areReplaced_onRequest() throws IOException {
    Files.writeString(lines, "old");
    new TestJob(TinySsd.write(folder)).input(clip, lines).overwrite().runOne();

    assertThat(ResultLine.read(lines)).hasSize(2);
  }

  @Test
  void missingDevice_isRefused_namingAvailableDevices() {
    TestJob job = new TestJob(TinySsd.write(folder)).input(clip, lines).device("TPU");

    assertRefused(job, ErrorCode.DEVICE, "'TPU'", "CPU");
  }

  @Test
  void modelOfAnotherFamily_isRefused() {
    TestJob job = new TestJob(TinyModels.addRelu(folder)).input(clip, lines);

    assertRefused(job, ErrorCode.MODEL, "'y' [1, 3, 8, 8]", "--family");
  }

  @Test
  void modelWithTwoInputs_isRefused() {
    TestJob job = new TestJob(TinyModels.reshape(folder)).input(clip, lines);

    assertRefused(job, ErrorCode.MODEL, "2 inputs", "'x'", "'shape'", "exactly one");
  }

  @Test
  void unreadableModel_isRefused() throws IOException {
    Path text = Files.writeString(folder.resolve("text.xml"), "not a model");

    assertRefused(new TestJob(text).input(clip, lines), ErrorCode.MODEL, text.toString());
    Path missing = folder.resolve("missing.xml");
    assertRefused(new TestJob(missing).input(clip, lines), ErrorCode.MODEL, missing.toString());
  }

  private void assertRefused(TestJob job, ErrorCode code, String... words) {
    boolean existed = Files.exists(lines);
    assertThatThrownBy(job::run)
        .isInstanceOfSatisfying(SluiceException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContainingAll(words)
        .hasMessageNotContaining("\n");
    assertThat(Files.exists(lines)).isEqualTo(existed);
  }
}
