package sluice.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sluice.core.message.Message;
import sluice.core.message.MessageKind;
import sluice.core.message.PublishObserver;
import sluice.http.FakeSinks;
import sluice.service.sink.SinkCondition;
import sluice.service.sink.SinkState;
import sluice.stage.sink.LossCause;
import sluice.stage.sink.SinkHealth;

class SinkMetersTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:01:30Z");
  private static final String LABELS = "{sink=\"hook\",stream=\"gone\"} ";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final SinkMeters meters = new SinkMeters(registry);

  private static SinkState written(long written, long lost) {
    SinkCondition yard =
        SinkCondition.of(
            new SinkHealth(true, written, Map.of(LossCause.TOO_SLOW, lost), Optional.empty()));
    return new SinkState(
        "hook", "webhook", "", true, yard, 0, 0, List.of(new SinkState.Part("gone", true, yard)));
  }

  private void acknowledge(boolean ok) {
    Message message =
        new Message(
            "1",
            "gone",
            MessageKind.STATE,
            NOW.minusSeconds(3),
            Optional.empty(),
            new byte[0],
            new byte[0]);
    meters.published(
        message,
        new PublishObserver.Target("hook", "webhook", _ -> ""),
        NOW.minusSeconds(1),
        NOW,
        ok);
  }

  @Test
  void whatWaits_isMeasuredWithItsAge() {
    meters.update(List.of(FakeSinks.hook()), NOW);

    assertThat(registry.scrape())
        .contains(
            "sluice_sink_healthy" + LABELS + "0.0",
            "sluice_sink_waiting" + LABELS + "3.0",
            "sluice_sink_waiting_bytes" + LABELS + "900.0",
            "sluice_sink_waiting_seconds" + LABELS + "90.0",
            "sluice_sink_written_total" + LABELS + "5.0",
            "sluice_sink_lost_total{cause=\"expired\",sink=\"hook\",stream=\"gone\"} 2.0",
            "sluice_sink_lost_total{cause=\"refused\",sink=\"hook\",stream=\"gone\"} 0.0",
            "sluice_sink_failures_total{sink=\"hook\"} 4.0");
  }

  @Test
  void countsThatBeginAnew_countOn() {
    meters.update(List.of(written(7, 2)), NOW);
    meters.update(List.of(written(9, 2)), NOW);
    meters.update(List.of(written(1, 1)), NOW);

    assertThat(registry.scrape())
        .contains(
            "sluice_sink_written_total" + LABELS + "10.0",
            "sluice_sink_lost_total{cause=\"too-slow\",sink=\"hook\",stream=\"gone\"} 3.0");
  }

  @Test
  void acknowledgement_isMeasuredFromTheMessagesTime_andARefusalIsNot() {
    acknowledge(false);
    assertThat(registry.scrape()).doesNotContain("sluice_sink_delivery");
    acknowledge(true);

    assertThat(registry.scrape())
        .contains(
            "sluice_sink_delivery_seconds_sum" + LABELS + "3.0",
            "sluice_sink_delivery_seconds_bucket{sink=\"hook\",stream=\"gone\",le=\"2.0\"} 0",
            "sluice_sink_delivery_seconds_bucket{sink=\"hook\",stream=\"gone\",le=\"5.0\"} 1");
  }

  @Test
  void partThatIsGone_leavesNoMeter() {
    meters.update(List.of(written(7, 2)), NOW);
    acknowledge(true);
    meters.update(List.of(), NOW);

    assertThat(registry.scrape()).doesNotContain("hook");
    assertThat(registry.getMeters()).isEmpty();
  }

  @Test
  void sinkOfFiles_hasNothingThatWaits() {
    SinkCondition lobby = SinkCondition.of(SinkHealth.ofWritten(20));
    meters.update(
        List.of(
            new SinkState(
                "files",
                "json-lines",
                "",
                false,
                lobby,
                0,
                0,
                List.of(new SinkState.Part("lobby", true, lobby)))),
        NOW);

    assertThat(registry.scrape())
        .contains("sluice_sink_written_total{sink=\"files\",stream=\"lobby\"} 20.0")
        .doesNotContain("waiting", "failures");
  }
}
