package sluice.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sluice.http.TestService;
import sluice.service.model.ModelStatus;

@Timeout(60)
class StatusMetersTest {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final StatusMeters meters = new StatusMeters(registry);

  @Test
  void hostsOfOneModelName_areOneRow() {
    meters.models(List.of(model("person", 1), model("person", 2), model("car", 4)));

    assertThat(rows()).containsExactlyInAnyOrder("car\"} 4.0", "person\"} 3.0");
  }

  @Test
  void heldPictures_areOfTheirStream_andGoWithIt() {
    meters.streams(List.of(TestService.status("yard", "demo:")));
    assertThat(registry.scrape())
        .contains("# HELP sluice_stream_pictures Decoded pictures that are held now")
        .contains("sluice_stream_pictures{stream=\"yard\"} 3.0")
        .contains("sluice_stream_picture_bytes{stream=\"yard\"} 1036800.0")
        .contains("sluice_stream_stuck_threads{stream=\"yard\"} 0.0");

    meters.streams(List.of());

    assertThat(registry.scrape()).doesNotContain("stream=\"yard\"");
  }

  @Test
  void removedModel_leavesNoRow_andReturns() {
    meters.models(List.of(model("person", 1), model("car", 4)));
    meters.models(List.of(model("car", 5)));
    assertThat(rows()).containsExactly("car\"} 5.0");

    meters.models(List.of(model("person", 2)));

    assertThat(rows()).containsExactly("person\"} 2.0");
  }

  @Test
  void scrapeDuringUpdates_hasEachRowOnce() throws Exception {
    List<ModelStatus> all = IntStream.range(0, 40).mapToObj(i -> model("model-" + i, i)).toList();
    meters.models(all);
    AtomicBoolean scraped = new AtomicBoolean();
    CompletableFuture<Void> updates =
        CompletableFuture.runAsync(
            () -> {
              while (!scraped.get()) {
                meters.models(all);
              }
            });
    try {
      for (int i = 0; i < 500; i++) {
        assertThat(rows()).hasSize(all.size());
      }
    } finally {
      scraped.set(true);
    }
    updates.get(10, TimeUnit.SECONDS);
  }

  private List<String> rows() {
    String prefix = "sluice_model_abandoned{model=\"";
    return registry
        .scrape()
        .lines()
        .filter(line -> line.startsWith(prefix))
        .map(line -> line.substring(prefix.length()))
        .toList();
  }

  private static ModelStatus model(String name, int abandoned) {
    return new ModelStatus(
        name,
        ModelStatus.State.READY,
        "CPU",
        Optional.empty(),
        List.of(),
        0,
        1,
        0,
        0,
        0,
        0,
        0,
        abandoned,
        Optional.empty());
  }
}
