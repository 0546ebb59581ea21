package sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.config.binding.ConfigResult;
import sluice.config.settings.RecordingConfig;
import sluice.config.settings.ServiceConfig;
import sluice.config.settings.StreamConfig;
import sluice.core.recording.RecordingMode;
import sluice.core.recording.RecordingSettings;
import sluice.testing.ConfigText;

class RecordingSettingsTest {
  @TempDir Path folder;

  private ServiceConfig fine(String text) {
    return ConfigText.of(folder, text).fine();
  }

  private static RecordingSettings recording(ServiceConfig config, String stream) {
    return Optional.ofNullable(config.streams().get(stream)).orElseThrow().recording();
  }

  @Test
  void nothingIsRecorded_unlessItIsSet_andTheStoreIsInTheDataDirectory() {
    ServiceConfig config = fine("sluice { data-dir = /srv/data, streams.a.source = \"demo:\" }");

    assertThat(recording(config, "a")).isEqualTo(RecordingSettings.OFF);
    assertThat(config.recording())
        .isEqualTo(new RecordingConfig(Optional.empty(), 50L << 30, 2L << 30, Duration.ofDays(30)));
    assertThat(config.recording().folder(config.dataDir()))
        .isEqualTo(Path.of("/srv/data/recordings"));
  }

  @Test
  void store_isWhereItIsSet_asLargeAsItIsSet() {
    RecordingConfig recording =
        fine("""
        sluice.recording {
          path = "/srv/../video/", max-size = 1.5 TiB, min-free = 0 B, max-age = 72h
        }
        """)
            .recording();

    assertThat(recording.folder(Path.of("/srv/data"))).isEqualTo(Path.of("/video"));
    assertThat(recording.maxBytes()).isEqualTo(3L << 39);
    assertThat(recording.minFreeBytes()).isZero();
    assertThat(recording.maxAge()).isEqualTo(Duration.ofDays(3));
  }

  @Test
  void stream_saysWhetherAndHowItIsRecorded_orTheDefaultsDo() {
    ServiceConfig config =
        fine(
            """
            sluice.defaults.recording { mode = continuous, segment = 1m }
            sluice.streams {
              a.source = "rtsp://10.0.0.5/1"
              b {
                source = "rtsp://10.0.0.6/1"
                recording {
                  mode = events, audio = true, max-age = 7d, pre-roll = 0s, post-roll = 1m
                  keep-events = 90d, keep-motion = 14d
                }
              }
            }
            """);

    assertThat(recording(config, "a"))
        .isEqualTo(RecordingSettings.OFF.with(RecordingMode.CONTINUOUS, Duration.ofMinutes(1)));
    assertThat(recording(config, "b"))
        .isEqualTo(
            new RecordingSettings(
                RecordingMode.EVENTS,
                Optional.empty(),
                true,
                Duration.ofSeconds(10),
                Optional.of(Duration.ofDays(7)),
                Optional.of(Duration.ofDays(14)),
                Duration.ZERO,
                Duration.ofMinutes(1),
                Duration.ofDays(90)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          recording.max-size = 9MiB      | recording.max-size: 9MiB (expected: a size from 10MiB to 1024TiB
          recording.min-free = -1        | recording.min-free: -1 (expected: a size from 0B to 1024TiB
          recording.max-age = 30         | recording.max-age: 30 (expected: a duration from 1m to 3650d
          recording.path = " "           | recording.path:
          recording.max-days = 3         | recording.max-days: no such setting
          defaults.recording.segment = 1s  | defaults.recording.segment: 1s (expected: a duration from 2s to 10m
          defaults.recording.segment = 11m | defaults.recording.segment: 11m (expected: a duration from 2s to 10m
          defaults.recording.max-age = 0s  | defaults.recording.max-age: 0s (expected: a duration from 1m
          defaults.recording.mode = true | defaults.recording.mode: true (expected: off, events or continuous
          defaults.recording.pre-roll = 61s | defaults.recording.pre-roll: 61s (expected: a duration from 0s to 1m
          defaults.recording.keep-motion = 1s | defaults.recording.keep-motion: 1s (expected: a duration from 1m
          defaults.recording.keep-events = 0s | defaults.recording.keep-events: 0s (expected: a duration from 1m
          """)
  void whatCannotBe_isRefused(String setting, String problem) {
    assertThat(ConfigText.of(folder, "sluice." + setting).lines())
        .singleElement()
        .asString()
        .contains("sluice." + problem);
  }

  @Test
  void streamOfTheApi_isChangedInPart() {
    ConfigText text = ConfigText.of(folder, "sluice.defaults.recording.segment = 20s");
    StreamJson json = new StreamJson(text.surroundings());
    StreamConfig stream =
        read(
            json.create(
                """
                {"id": "a", "source": "rtsp://10.0.0.5/1", "recording": {"mode": "events"}}
                """,
                text.fine()));
    assertThat(stream.recording().enabled()).isTrue();

    StreamConfig off = read(json.patch(stream, "{\"recording\": null}", text.fine()));
    assertThat(off.recording())
        .isEqualTo(RecordingSettings.OFF.with(RecordingMode.OFF, Duration.ofSeconds(20)));
    StreamOverlay overlay =
        StreamOverlay.of(
            text.surroundings(), Map.of("recording", Map.of("max-age", "2h", "audio", true)));
    RecordingSettings laidOver = read(overlay.over(stream, text.fine())).recording();
    assertThat(List.of(laidOver.enabled(), laidOver.audio())).containsExactly(true, true);
    assertThat(laidOver.maxAge()).contains(Duration.ofHours(2));
  }

  private static StreamConfig read(ConfigResult<StreamConfig> result) {
    assertThat(result).as("%s", result).isInstanceOf(ConfigResult.Fine.class);
    return ((ConfigResult.Fine<StreamConfig>) result).value();
  }
}
