package sluice.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sluice.core.StreamObserver;
import sluice.core.scene.SceneListener;
import sluice.http.TestService;
import sluice.metrics.RunMetrics;
import sluice.service.stream.StatusTracker;
import sluice.service.stream.StreamStatus;
import sluice.testing.SceneSamples;

class TelemetryTest {
  private final Telemetry telemetry =
      new Telemetry(
          "1", new ProcessResources(() -> 0, () -> 0, () -> 0), InstantSource.system(), false);

  @AfterEach
  void close() {
    telemetry.close();
  }

  private String scraped() {
    StringBuilder text = new StringBuilder();
    telemetry
        .scrape(MetricFormat.PLAIN)
        .forEachRemaining(part -> text.append(new String(part, StandardCharsets.UTF_8)));
    return text.toString();
  }

  @Test
  void streamThatNeverRan_hasNoMeters_andOneThatRunsHasAll() {
    StreamObserver rests = telemetry.observer("rests");
    assertThat(scraped()).doesNotContain("rests");
    StreamStatus status =
        StatusTracker.ofJob("rests", RunMetrics.create(), InstantSource.system())
            .status("demo:", "person", false, List.of());
    telemetry.streams(List.of(status));
    assertThat(scraped()).doesNotContain("sluice_frames_in_total", "sluice_stage_latency");

    rests.frameRead();
    assertThat(scraped())
        .contains("sluice_frames_in_total{stream=\"rests\"} 1.0")
        .contains("sluice_stage_latency_seconds_bucket{stage=\"inference\",stream=\"rests\"");
  }

  @Test
  void runningStream_hasMeters_beforeItsFirstFrame() {
    telemetry.streams(List.of(TestService.status("lobby", "demo:")));
    assertThat(scraped()).contains("sluice_frames_inferred_total{stream=\"lobby\"} 0.0");
  }

  @Test
  void crashesOfDecoders_areCountedOnce_andTheirProcessesShown() {
    StreamStatus status = TestService.status("lobby", "demo:");
    assertThat(status.faults().decoderCrashes()).isEqualTo(1);
    telemetry.streams(List.of(status));
    telemetry.streams(List.of(status));
    assertThat(scraped())
        .contains("sluice_decoder_crashes_total{stream=\"lobby\"} 1.0")
        .doesNotContain("sluice_decoder_processes");
    telemetry.decoders(() -> 3);
    assertThat(scraped()).contains("sluice_decoder_processes 3.0");
  }

  @Test
  void heap_isMeasuredWithItsLimit() {
    assertThat(scraped())
        .contains("sluice_heap_used_bytes ", "sluice_heap_live_bytes ", "sluice_heap_limit_bytes ");
  }

  @Test
  void families_comeOneByOne() {
    telemetry
        .scrape(MetricFormat.PLAIN)
        .forEachRemaining(
            part ->
                assertThat(new String(part, StandardCharsets.UTF_8).lines())
                    .filteredOn(line -> line.startsWith("# TYPE"))
                    .hasSizeLessThanOrEqualTo(2)); // a timer's greatest value is a family beside it
  }

  @Test
  void scene_isPublished_andMeasured_untilItsStreamIsRemoved() {
    List<EventLog.Event> events = new ArrayList<>();
    telemetry.events().listen(events::add);
    SceneListener scene = telemetry.scene("yard");
    assertThat(scraped()).doesNotContain("yard");

    scene.happened(SceneSamples.start(1, "person"));
    scene.followed(30_000);

    assertThat(events)
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.type()).isEqualTo("object");
              assertThat(event.data()).startsWith("{\"stream\":\"yard\",");
            });
    assertThat(scraped())
        .contains("sluice_objects_total{label=\"person\",stream=\"yard\"} 1.0")
        .contains("sluice_objects_active{label=\"person\",stream=\"yard\"} 1.0")
        .contains("sluice_tracker_seconds_bucket{stream=\"yard\",le=\"5.0E-5\"} 1");

    telemetry.streams(List.of());
    telemetry.streams(List.of());
    assertThat(scraped()).doesNotContain("yard");
  }
}
