package sluice.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import sluice.core.DropCause;
import sluice.core.Frame;
import sluice.core.FrameLedger;
import sluice.core.FrameResult;
import sluice.core.LatencyStage;
import sluice.core.Predictions;
import sluice.core.StreamObserver;
import sluice.core.TestPicture;
import sluice.core.TraceContext;

class ExemplarsTest {
  private final FrameLedger ledger = new FrameLedger();
  private final TraceContext trace = TraceContext.random();

  private static Telemetry telemetry(boolean exemplars) {
    return new Telemetry(
        "1", new ProcessResources(() -> 0, () -> 0, () -> 0), InstantSource.system(), exemplars);
  }

  private Frame frame(@Nullable TraceContext chosen) {
    Frame frame = ledger.open("yard", 0, 0, Instant.EPOCH, TestPicture.bgr24(64, 48));
    frame.timings().set(LatencyStage.INFERENCE, 7_000_000);
    if (chosen != null) {
      frame.trace(chosen);
    }
    return frame;
  }

  private void finish(Telemetry telemetry, @Nullable TraceContext chosen) {
    try (FrameResult result = new FrameResult(frame(chosen), Predictions.ofDetections(List.of()))) {
      telemetry.observer("yard").frameFinished(result);
    }
  }

  private static List<String> lines(Telemetry telemetry, MetricFormat format) {
    Iterable<byte[]> parts = () -> telemetry.scrape(format);
    return StreamSupport.stream(parts.spliterator(), false)
        .flatMap(part -> new String(part, StandardCharsets.UTF_8).lines())
        .toList();
  }

  private static Stream<String> ofStream(List<String> lines) {
    return lines.stream().filter(line -> line.contains("stream=\"yard\""));
  }

  @Test
  void tracedFrames_areNamedBesideTheirTimes_inOpenMetrics() {
    try (Telemetry telemetry = telemetry(true)) {
      finish(telemetry, trace);

      assertThat(lines(telemetry, MetricFormat.OPEN_METRICS))
          .anySatisfy(
              line ->
                  assertThat(line)
                      .startsWith("sluice_stage_latency_seconds_bucket{")
                      .contains("stage=\"inference\"", "le=\"0.01\"")
                      .contains(
                          " # {span_id=\"%s\",trace_id=\"%s\"} 0.007"
                              .formatted(trace.spanId(), trace.traceId())));
    }
  }

  @Test
  void droppedFrames_areNamedBesideTheirCount() {
    try (Telemetry telemetry = telemetry(true);
        Frame frame = frame(trace)) {
      StreamObserver observer = telemetry.observer("yard");
      observer.frameDropped(frame, DropCause.MAX_AGE);

      assertThat(lines(telemetry, MetricFormat.OPEN_METRICS))
          .anySatisfy(
              line ->
                  assertThat(line)
                      .startsWith("sluice_frames_dropped_total{cause=\"max-age\"")
                      .contains(trace.traceId()));
    }
  }

  @Test
  void otherFrames_areNotNamed() {
    try (Telemetry telemetry = telemetry(true)) {
      finish(telemetry, null);

      assertThat(lines(telemetry, MetricFormat.OPEN_METRICS)).noneMatch(this::hasExemplar);
    }
  }

  private boolean hasExemplar(String line) {
    return line.contains("trace_id") || line.contains("# {");
  }

  @Test
  void plainText_isTheSame_whetherFramesAreTracedOrNot() {
    try (Telemetry traced = telemetry(true);
        Telemetry untraced = telemetry(false)) {
      finish(traced, trace);
      finish(untraced, null);

      List<String> lines = lines(traced, MetricFormat.PLAIN);
      assertThat(lines).noneMatch(this::hasExemplar).doesNotContain("# EOF");
      assertThat(ofStream(lines))
          .isNotEmpty()
          .containsExactlyInAnyOrderElementsOf(
              ofStream(lines(untraced, MetricFormat.PLAIN)).toList());
    }
  }

  @Test
  void openMetrics_haveOneEnd_andTheSameSeries() {
    try (Telemetry telemetry = telemetry(true)) {
      finish(telemetry, trace);

      List<String> lines = lines(telemetry, MetricFormat.OPEN_METRICS);
      assertThat(lines).endsWith("# EOF").containsOnlyOnce("# EOF");
      assertThat(ofStream(lines).map(ExemplarsTest::series))
          .containsExactlyInAnyOrderElementsOf(
              ofStream(lines(telemetry, MetricFormat.PLAIN)).map(ExemplarsTest::series).toList());
    }
  }

  private static String series(String line) {
    return line.substring(0, line.indexOf('}'));
  }

  @Test
  void spans_areCountedByWhatBecameOfThem_alsoAfterACollection() {
    try (Telemetry telemetry = telemetry(true)) {
      telemetry.spans("dropped", new AtomicLong(3)::get);
      System.gc();

      assertThat(lines(telemetry, MetricFormat.PLAIN))
          .contains("sluice_spans_total{result=\"dropped\"} 3.0");
    }
  }
}
