package sluice.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sluice.core.recording.RecorderState;
import sluice.core.recording.RecorderStatus;
import sluice.core.recording.RecordingLoss;
import sluice.http.TestService;
import sluice.service.stream.RecordingStatus;
import sluice.service.stream.StreamStatus;

class RecordingMetersTest {
  private final Telemetry telemetry =
      new Telemetry(
          "1", new ProcessResources(() -> 0, () -> 0, () -> 0), InstantSource.system(), false);

  @AfterEach
  void close() {
    telemetry.close();
  }

  private List<String> scraped() {
    StringBuilder text = new StringBuilder();
    telemetry
        .scrape(MetricFormat.PLAIN)
        .forEachRemaining(part -> text.append(new String(part, StandardCharsets.UTF_8)));
    return text.toString().lines().filter(line -> line.startsWith("sluice_record")).toList();
  }

  private static StreamStatus yard(Optional<RecordingStatus> recording) {
    StreamStatus status = TestService.status("yard", "demo:");
    return new StreamStatus(
        status.id(),
        status.source(),
        status.phase(),
        status.model(),
        status.devices(),
        status.insecure(),
        status.isolation(),
        status.shape(),
        status.rates(),
        status.counts(),
        status.held(),
        status.latencyMs(),
        status.faults(),
        status.sinks(),
        recording,
        status.transitions());
  }

  private static Optional<RecordingStatus> recording(RecorderState state, long bytes, long millis) {
    return Optional.of(
        RecordingStatus.of(
            new RecorderStatus(
                state, bytes, Map.of(RecordingLoss.NO_ROOM, Duration.ofMillis(millis)), 2)));
  }

  @Test
  void serviceThatRecordsNothing_tellsNothingOfIt() {
    telemetry.streams(List.of(yard(Optional.empty())));

    assertThat(scraped()).isEmpty();
  }

  @Test
  void streamThatIsToBeRecorded_tellsHowThatGoes_asLongAsItIs() {
    telemetry.streams(List.of(yard(recording(RecorderState.RECORDING, 4_096, 0))));
    telemetry.streams(List.of(yard(recording(RecorderState.interrupted("no room"), 8_192, 2_500))));

    assertThat(scraped())
        .containsExactlyInAnyOrder(
            "sluice_recording_state{state=\"waiting\",stream=\"yard\"} 0.0",
            "sluice_recording_state{state=\"recording\",stream=\"yard\"} 0.0",
            "sluice_recording_state{state=\"interrupted\",stream=\"yard\"} 1.0",
            "sluice_recording_state{state=\"unsupported\",stream=\"yard\"} 0.0",
            "sluice_recording_waiting{stream=\"yard\"} 2.0",
            "sluice_recorded_bytes_total{stream=\"yard\"} 8192.0",
            "sluice_recording_lost_seconds_total{cause=\"slow-disk\",stream=\"yard\"} 0.0",
            "sluice_recording_lost_seconds_total{cause=\"disk-error\",stream=\"yard\"} 0.0",
            "sluice_recording_lost_seconds_total{cause=\"no-room\",stream=\"yard\"} 2.5",
            "sluice_recording_lost_seconds_total{cause=\"bad-packets\",stream=\"yard\"} 0.0",
            "sluice_recording_lost_seconds_total{cause=\"no-source\",stream=\"yard\"} 0.0");

    telemetry.streams(List.of(yard(Optional.empty())));
    assertThat(scraped()).isEmpty();
  }

  private static RecordingFacts.Events eventsOf(String stream) {
    return new RecordingFacts.Events(
        stream, 1, Map.of("car", 2L, "person", 3L), Map.of("car", 5L), 1, 6, 7);
  }

  @Test
  void store_tellsItsRoom_andHowLongFilesTakeToBeSafe() {
    telemetry.recordings(
        new RecordingFacts() {
          @Override
          public long bytes() {
            return 5_000;
          }

          @Override
          public long freeBytes() {
            return 7_000;
          }

          @Override
          public long syncs() {
            return 4;
          }

          @Override
          public long syncNanos() {
            return 1_500_000_000;
          }

          @Override
          public List<Events> events() {
            return List.of(eventsOf("yard"), eventsOf("gone"));
          }

          @Override
          public long failedPictures() {
            return 9;
          }
        });

    assertThat(scraped())
        .containsExactlyInAnyOrder(
            "sluice_recording_store_bytes 5000.0",
            "sluice_recording_store_free_bytes 7000.0",
            "sluice_recording_fsync_seconds_count 4",
            "sluice_recording_fsync_seconds_sum 1.5");
    telemetry.streams(List.of(yard(recording(RecorderState.RECORDING, 0, 0))));
    assertThat(scraped())
        .filteredOn(line -> line.contains("_events_"))
        .containsExactlyInAnyOrder(
            "sluice_recorded_events_open{stream=\"yard\"} 1.0",
            "sluice_recorded_events_begun_total{label=\"car\",stream=\"yard\"} 2.0",
            "sluice_recorded_events_begun_total{label=\"person\",stream=\"yard\"} 3.0",
            "sluice_recorded_events_ended_total{label=\"car\",stream=\"yard\"} 5.0",
            "sluice_recorded_events_merged_total{stream=\"yard\"} 1.0",
            "sluice_recorded_events_cut_total{stream=\"yard\"} 6.0",
            "sluice_recorded_events_left_out_total{stream=\"yard\"} 7.0",
            "sluice_recorded_events_pictures_failed_total 9.0");
  }
}
