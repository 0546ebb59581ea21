package sluice.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sluice.core.Attribute;
import sluice.core.Box;
import sluice.core.Classification;
import sluice.core.Detection;
import sluice.core.DropCause;
import sluice.core.Frame;
import sluice.core.FrameResult;
import sluice.core.LatencyStage;
import sluice.core.Predictions;
import sluice.core.StreamObserver;
import sluice.core.TestPicture;

class RunMetricsTest {
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  private long now = -7 * MILLI; // nanoTime may be negative
  private final RunMetrics metrics = RunMetrics.create(() -> now);
  private final TestPicture picture = TestPicture.bgr24(2, 2);

  @AfterEach
  void closePicture() {
    picture.close();
    assertThat(picture.openReferences()).isZero();
  }

  @Test
  void lateFile_isBehindUntilOneIsInTime() {
    metrics.and(StreamObserver.NONE).framePaced(1_500 * MILLI);
    assertThat(metrics.behind()).isEqualTo(Duration.ofMillis(1_500));
    StreamObserver.NONE.and(metrics).framePaced(0);
    assertThat(metrics.behind()).isZero();
  }

  @Test
  void pictures_areHeldUntilTheyAreFreed_byTheirStreamAlone() {
    RunMetrics stream = metrics.ofOneStream();
    StreamObserver told = StreamObserver.NONE.and(stream);
    told.pictureHeld(600);
    told.pictureHeld(1000);
    told.pictureFreed(600);
    assertThat(stream.heldPictures()).isEqualTo(1);
    assertThat(stream.heldBytes()).isEqualTo(1000);
    assertThat(metrics.heldPictures()).isZero();
    told.pictureFreed(1000);
    assertThat(stream.heldPictures()).isZero();
    assertThat(stream.heldBytes()).isZero();
  }

  @Test
  void countsWhatHappens_byCauseAndLabel() {
    metrics.frameRead();
    metrics.frameRead();
    metrics.frameRead();
    metrics.frameDropped(DropCause.RATE);
    metrics.frameDropped(DropCause.OVERLOAD);
    metrics.frameDropped(DropCause.RATE);
    metrics.inputDamaged();
    now += 20 * MILLI;
    finish(metrics, result("person", "car", "person"));

    RunSnapshot snapshot = metrics.snapshot();

    assertThat(snapshot.read()).isEqualTo(3);
    assertThat(snapshot.finished()).isEqualTo(1);
    assertThat(snapshot.dropped())
        .containsExactly(
            entry(DropCause.RATE, 2L),
            entry(DropCause.GATED, 0L),
            entry(DropCause.OVERLOAD, 1L),
            entry(DropCause.MAX_AGE, 0L),
            entry(DropCause.STOPPED, 0L));
    assertThat(snapshot.droppedInAll()).isEqualTo(3);
    assertThat(snapshot.damaged()).isEqualTo(1);
    assertThat(snapshot.detections()).isEqualTo(3);
    assertThat(snapshot.detectionsByLabel()).containsExactly(entry("car", 1L), entry("person", 2L));
  }

  @Test
  void latencies_areSummarizedPerStage() {
    FrameResult result = result();
    result.frame().timings().set(LatencyStage.DECODE, MILLI);
    result.frame().timings().set(LatencyStage.PREPROCESS, 2 * MILLI);
    result.frame().timings().set(LatencyStage.REQUEST_WAIT, 3 * MILLI);
    result.frame().timings().set(LatencyStage.INFERENCE, 4 * MILLI);
    result.frame().timings().set(LatencyStage.POSTPROCESS, 5 * MILLI);
    result.frame().timings().set(LatencyStage.END_TO_END, 6 * MILLI);

    finish(metrics, result);

    assertThat(metrics.snapshot().latencies().keySet()).containsExactly(LatencyStage.values());
    assertThat(metrics.snapshot().latencies().values())
        .extracting(LatencySummary::meanNanos)
        .containsExactly(1e6, 2e6, 3e6, 4e6, 5e6, 6e6);
  }

  @Test
  void fps_countsFromTheFirstPictureToTheLastResult() {
    metrics.frameRead();
    for (int i = 0; i < 10; i++) {
      now += 100 * MILLI;
      finish(metrics, result());
    }
    now += 5_000 * MILLI; // closing files isn't part of it

    assertThat(metrics.snapshot().seconds()).isEqualTo(1.0);
    assertThat(metrics.snapshot().fps()).isEqualTo(10.0);
  }

  @Test
  void steadyFps_leavesTheFirst300ResultsOut() {
    metrics.frameRead();
    finish(300, 100 * MILLI);
    assertThat(metrics.snapshot().steadyFps()).isEmpty();

    finish(200, 10 * MILLI);

    assertThat(metrics.snapshot().steadyFps()).hasValue(100.0);
    assertThat(metrics.snapshot().fps()).isCloseTo(500 / 32.0, within(1e-9));
  }

  @Test
  void fpsNow_isOverTheLastSecond() {
    metrics.frameRead();
    finish(50, 100 * MILLI);
    finish(20, 25 * MILLI);
    // 20 results in half a second at the new pace, 5 in the half before it at the old one
    assertThat(metrics.progress().fps()).isEqualTo(25.0);

    now += 999 * MILLI;
    assertThat(metrics.progress().fps()).isEqualTo(1.0);

    now += MILLI;
    assertThat(metrics.progress().fps()).isZero();
  }

  @Test
  void fpsNow_inTheFirstSecond_isOverTheTimeSoFar() {
    finish(5, 50 * MILLI);

    assertThat(metrics.progress().fps()).isEqualTo(20.0);
  }

  @Test
  void fpsNow_aboveTheRingsCapacity_staysRight() {
    finish(5_000, MILLI / 4);

    assertThat(metrics.progress().fps()).isCloseTo(4_000, within(1.0));
  }

  @Test
  void streamsOfARun_addUp() {
    RunMetrics first = metrics.ofOneStream();
    RunMetrics second = metrics.ofOneStream();
    first.frameRead();
    second.frameRead();
    second.frameRead();
    second.frameDropped(DropCause.MAX_AGE);
    second.inputDamaged();
    now += 100 * MILLI;
    finish(first, result("person"));
    finish(second, result("person", "dog"));

    assertThat(first.snapshot().detections()).isEqualTo(1);
    assertThat(second.snapshot().detections()).isEqualTo(2);
    RunSnapshot whole = metrics.snapshot();
    assertThat(whole.read()).isEqualTo(3);
    assertThat(whole.finished()).isEqualTo(2);
    assertThat(whole.droppedInAll()).isEqualTo(1);
    assertThat(whole.damaged()).isEqualTo(1);
    assertThat(whole.detectionsByLabel()).containsExactly(entry("dog", 1L), entry("person", 2L));
    assertThat(whole.fps()).isEqualTo(20.0);
  }

  @Test
  void countsFromSeveralThreads_areAllThere() throws InterruptedException {
    Thread decoder = Thread.ofPlatform().start(() -> repeat(10_000, metrics::frameRead));
    Thread dispatcher =
        Thread.ofPlatform().start(() -> repeat(10_000, () -> finish(metrics, result("person"))));
    Thread other =
        Thread.ofPlatform().start(() -> repeat(10_000, () -> finish(metrics, result("person"))));
    decoder.join();
    dispatcher.join();
    other.join();

    assertThat(metrics.progress().read()).isEqualTo(10_000);
    assertThat(metrics.progress().finished()).isEqualTo(20_000);
    assertThat(metrics.snapshot().detectionsByLabel()).containsExactly(entry("person", 20_000L));
  }

  @Test
  void classifiedPictures_areCountedByTheirLikeliestClass() {
    for (String likeliest : List.of("tabby", "tabby", "tench")) {
      finish(
          metrics,
          new FrameResult(
              result().frame(),
              Predictions.ofClasses(
                  List.of(
                      new Classification(1, likeliest, 0.6f),
                      new Classification(2, "broom", 0.2f)))));
    }

    RunSnapshot snapshot = metrics.snapshot();
    assertThat(snapshot.detections()).isZero();
    assertThat(snapshot.classified()).isEqualTo(3);
    assertThat(snapshot.detectionsByLabel())
        .containsExactly(entry("tabby", 2L), entry("tench", 1L));
  }

  @Test
  void picturesWithAttributes_areCountedOnce_andEachAttributeByItsValue() {
    for (String color : List.of("red", "red", "white")) {
      finish(
          metrics,
          new FrameResult(
              result().frame(),
              Predictions.ofAttributes(
                  List.of(
                      new Attribute("type", 0, "car", 0.9f),
                      new Attribute("color", 1, color, 0.8f)))));
    }

    RunSnapshot snapshot = metrics.snapshot();
    assertThat(snapshot.classified()).isEqualTo(3);
    assertThat(snapshot.detectionsByLabel())
        .containsExactly(entry("color red", 2L), entry("color white", 1L), entry("type car", 3L));
  }

  @Test
  void nothingHappened_isZeroEverywhere() {
    RunSnapshot snapshot = metrics.snapshot();

    assertThat(snapshot.fps()).isZero();
    assertThat(snapshot.seconds()).isZero();
    assertThat(snapshot.steadyFps()).isEmpty();
    assertThat(metrics.progress()).isEqualTo(new RunProgress(0, 0, 0, 0, 0));
  }

  private static void finish(RunMetrics metrics, FrameResult result) {
    try (result) {
      metrics.frameFinished(result);
    }
  }

  private void finish(int results, long apartNanos) {
    for (int i = 0; i < results; i++) {
      now += apartNanos;
      finish(metrics, result());
    }
  }

  private static void repeat(int times, Runnable action) {
    for (int i = 0; i < times; i++) {
      action.run();
    }
  }

  private FrameResult result(String... labels) {
    Frame frame = new Frame("stream", 0, 0, Instant.EPOCH, picture.retain(), closed -> {});
    return new FrameResult(
        frame,
        Predictions.ofDetections(
            Stream.of(labels)
                .map(label -> new Detection(0, label, 1, new Box(0, 0, 1, 1)))
                .toList()));
  }
}
