package sluice.app.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.SourceInfo;
import sluice.metrics.RunProgress;
import sluice.openvino.OpenVinoException;
import sluice.openvino.Status;
import sluice.testing.BrightClip;
import sluice.testing.ResultLine;
import sluice.testing.TestJob;
import sluice.testing.TinySsd;
import sluice.video.ClipReader;

/** Jobs that end before their time: stopped, or by the failure of a device or a sink. */
@Timeout(60)
class DetectEndIT {
  private static final Path FULL = Path.of("/dev/full");

  @TempDir Path folder;
  private Path video;
  private Path lines;

  @BeforeEach
  void nameFiles() {
    video = folder.resolve("out.mp4");
    lines = folder.resolve("out.jsonl");
  }

  /** Stops a job from a thread of its own, once an input has so many results. */
  private record StopAfter(DetectRun run, long results) implements DetectProgress {

    @Override
    public void started(int input, SourceInfo source, Supplier<RunProgress> progress) {
      var _ =
          CompletableFuture.runAsync(
              () -> {
                Awaitility.await()
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> progress.get().finished() >= results);
                run.stop();
              });
    }

    @Override
    public void ended(int input) {}
  }

  @Test
  void stoppedInMidRun_completesItsFiles() {
    TestJob job =
        new TestJob(TinySsd.write(folder))
            .input(BrightClip.write(folder, "clip.mkv", 25), video, lines)
            .loop();
    DetectSummary summary = job.run(new StopAfter(job.run, 40));

    assertThat(summary.stopped()).isTrue();
    DetectSummary.Input input = summary.inputs().getFirst();
    assertThat(input.failure()).isEmpty();
    assertThat(input.files()).containsExactly(video, lines);
    assertThat(input.metrics().finished()).isGreaterThanOrEqualTo(40);
    assertThat(ResultLine.read(lines)).hasSize((int) input.metrics().finished());
    assertThat(ClipReader.read(video).frames()).hasSize((int) input.metrics().finished());
    assertThat(folder.resolve("out.part.mp4")).doesNotExist();
  }

  @Test
  void stopInFirstInput_leavesOtherInputsUntouched() {
    Path other = folder.resolve("other.jsonl");
    TestJob job =
        new TestJob(TinySsd.write(folder))
            .input(BrightClip.write(folder, "clip.mkv", 25), lines)
            .input(BrightClip.write(folder, "other.mkv", 25), other)
            .loop()
            .limit(100_000);
    DetectSummary summary = job.run(new StopAfter(job.run, 5));

    assertThat(summary.inputs().getFirst().metrics().finished()).isGreaterThanOrEqualTo(5);
    assertThat(summary.inputs().get(1).metrics().read()).isZero();
    assertThat(summary.inputs().get(1).failure()).isEmpty();
    assertThat(summary.inputs().get(1).files()).isEmpty();
    assertThat(other).doesNotExist();
  }

  @Test
  void stoppedBeforeItRuns_doesNothing() {
    TestJob job =
        new TestJob(TinySsd.write(folder))
            .input(BrightClip.write(folder, "clip.mkv", 25), video, lines);
    job.run.stop();
    DetectSummary summary = job.run();

    assertThat(summary.stopped()).isTrue();
    assertThat(summary.whole().read()).isZero();
    assertThat(summary.inputs().getFirst().failure()).isEmpty();
    assertThat(summary.inputs().getFirst().files()).isEmpty();
    assertThat(video).doesNotExist();
    assertThat(lines).doesNotExist();
  }

  @Test
  void deviceFailure_isReported_andEarlierResultsAreKept() {
    DetectSummary.Input input =
        new TestJob(TinySsd.failing(folder))
            .input(BrightClip.write(folder, "clip.mkv", 30), video, lines)
            .oneAtATime()
            .run()
            .inputs()
            .getFirst();

    SluiceException failure = input.failure().orElseThrow();
    assertThat(failure.code()).isEqualTo(ErrorCode.DEVICE);
    assertThat(failure)
        .hasMessageContaining("inference of " + folder)
        .hasMessageNotContaining("\n");
    assertThat(failure.getCause())
        .isInstanceOfSatisfying(
            OpenVinoException.class, e -> assertThat(e.status()).isEqualTo(Status.GENERAL_ERROR));
    assertThat(input.metrics().finished()).isEqualTo(25);
    assertThat(input.files()).containsExactly(video, lines);
    // A sink that has no room at that moment misses the last one.
    assertThat(ResultLine.read(lines)).hasSizeBetween(24, 25).allMatch(ResultLine::isAsDrawn);
    assertThat(ClipReader.read(video).frames()).hasSizeBetween(24, 25);
  }

  @Test
  void aDeviceThatFails_failsEachInputOnItsOwn() {
    DetectSummary summary =
        new TestJob(TinySsd.failing(folder))
            .input(BrightClip.write(folder, "clip.mkv", 30), lines)
            .input(BrightClip.write(folder, "dark.mkv", 20), folder.resolve("dark.jsonl"))
            .run();

    assertThat(summary.inputs().getFirst().failure()).isPresent();
    assertThat(summary.inputs().get(1).failure()).isEmpty();
    assertThat(ResultLine.read(folder.resolve("dark.jsonl"))).hasSize(20);
  }

  @Test
  void fullDisk_endsTheRun_andVideoIsFinished() {
    assumeTrue(Files.isWritable(FULL), "needs " + FULL);
    DetectSummary.Input input =
        new TestJob(TinySsd.write(folder))
            .input(BrightClip.write(folder, "clip.mkv", 25), video, FULL)
            .loop()
            .run()
            .inputs()
            .getFirst();

    SluiceException failure = input.failure().orElseThrow();
    assertThat(failure.code()).isEqualTo(ErrorCode.OUTPUT);
    assertThat(failure).hasMessageContainingAll("/dev/full", "No space left");
    assertThat(input.files()).containsExactly(video);
    assertThat(ClipReader.read(video).frames()).isNotEmpty();
    assertThat(folder.resolve("out.part.mp4")).doesNotExist();
  }
}
