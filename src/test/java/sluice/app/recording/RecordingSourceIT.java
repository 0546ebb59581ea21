package sluice.app.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.StreamObserver;
import sluice.http.HttpServer;
import sluice.testing.ApiClient;
import sluice.testing.StartedService;
import sluice.video.Camera;

/** Recording of a camera's main stream by the whole service, while its sub stream is worked on. */
@Timeout(60)
class RecordingSourceIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String STATUS = "/api/v1/streams/yard";

  @TempDir Path folder;

  private String configuration(Camera sub, Camera main) {
    return """
    sluice {
      http.port = 0
      data-dir = "%s"
      security.hosts = [127.0.0.1]
      recovery { frame-timeout = 2s, min-backoff = 100ms, max-backoff = 200ms }
      streams.yard {
        source = "%s", detect-fps = 2
        recording { mode = continuous, segment = 2s, source = "%s" }
      }
    }
    """
        .formatted(folder.resolve("data"), sub.url("u:marked@"), main.url(""));
  }

  @Test
  void mainStreamIsRecorded_whateverBecomesOfTheSubStream_andTheOtherWayRound() throws Exception {
    try (Camera sub = new Camera(160, 96);
        Camera main = new Camera(320, 192);
        StartedService service =
            new StartedService(folder, configuration(sub, main), id -> StreamObserver.NONE)) {
      HttpServer server = service.listen();
      try (ApiClient api = new ApiClient(server.address().getPort())) {
        awaitText(api, STATUS, "/status/recording/state", "recording");
        awaitText(api, STATUS, "/status/state", "running");
        assertThat(api.get(STATUS).json().at("/status/width").asInt()).isEqualTo(160);
        assertThat(api.get(STATUS).body()).doesNotContain("marked");

        main.kill();
        awaitText(api, STATUS, "/status/recording/state", "interrupted");
        assertThat(api.get(STATUS).json().at("/status/recording/reason").asText())
            .contains(main.url("***@"))
            .doesNotContain("marked");
        long worked = frames(api);
        await().atMost(PATIENCE).until(() -> frames(api) > worked + 1);
        assertThat(api.get(STATUS).json().at("/status/state").asText()).isEqualTo("running");

        main.recover();
        awaitText(api, STATUS, "/status/recording/state", "recording");
        JsonNode recording = api.get(STATUS).json().at("/status/recording");
        assertThat(recording.at("/lost-seconds/no-source").asDouble()).isPositive();
        assertThat(recording.has("reason") && !recording.get("reason").isNull()).isFalse();

        sub.kill();
        awaitText(api, STATUS, "/status/state", "retrying");
        long bytes = bytes(api);
        await().atMost(PATIENCE).until(() -> bytes(api) > bytes);
        assertThat(api.get(STATUS).json().at("/status/state").asText()).isNotEqualTo("running");

        api.send("POST", STATUS + "/pause", "");
        awaitText(api, STATUS, "/status/state", "paused");
        awaitText(api, STATUS, "/status/recording/state", "waiting");
        JsonNode runs = api.get("/api/v1/recordings/yard/segments").json().at("/runs");
        assertThat(runs).as("cut where the main stream was away, and there alone").hasSize(2);
        assertThat(runs)
            .allSatisfy(
                run -> {
                  assertThat(run.at("/width").asInt()).isEqualTo(320);
                  assertThat(run.at("/height").asInt()).isEqualTo(192);
                });
      } finally {
        server.stop(Duration.ZERO).toCompletableFuture().join();
      }
    }
  }

  private static void awaitText(ApiClient api, String path, String pointer, String text) {
    await().atMost(PATIENCE).until(() -> api.get(path).json().at(pointer).asText().equals(text));
  }

  private static long frames(ApiClient api) {
    return api.get(STATUS).json().at("/status/frames-inferred").asLong();
  }

  private static long bytes(ApiClient api) {
    return api.get(STATUS).json().at("/status/recording/bytes").asLong();
  }
}
