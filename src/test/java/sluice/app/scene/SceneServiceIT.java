package sluice.app.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.NativeMemory;
import sluice.core.StreamObserver;
import sluice.http.HttpServer;
import sluice.testing.ApiClient;
import sluice.testing.StartedService;

/** The service on the demo with the built-in model: what is told of people who cross lines. */
@Timeout(240)
class SceneServiceIT {
  private static final String YARD = "/api/v1/streams/yard";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private String configuration() {
    return """
    sluice {
      data-dir = "%1$s/data"
      models.person { model = person-detection-hog, hint = latency, requests = 1, cache-dir = "%1$s/compiled" }
      defaults.model = person
      http.port = 0
      streams.yard {
        source = "demo:seconds=10", loop = true, delivery = every, sinks = []
        lines.gate { from = [0.5, 0], to = [0.5, 1] }
        lines.left { from = [0.3, 0], to = [0.3, 1] }
        lines.right { from = [0.7, 0], to = [0.7, 1] }
        zones.all { points = [[0, 0], [1, 0], [1, 1], [0, 1]] }
      }
      streams.plain { source = "demo:seconds=10", loop = true, realtime = true, detect-fps = 1, sinks = [] }
    }
    """
        .formatted(folder);
  }

  private StartedService start() throws IOException {
    return new StartedService(folder, configuration(), id -> StreamObserver.NONE);
  }

  private static void stop(HttpServer server) {
    server.stop(Duration.ofSeconds(3)).toCompletableFuture().join();
  }

  /** The first event of each type that is wanted, as they come. */
  private static Map<String, JsonNode> events(int port, String... types) throws Exception {
    Map<String, JsonNode> result = new LinkedHashMap<>();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + YARD + "/events"))
            .header("Last-Event-ID", "none")
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      try (InputStream body =
              client.send(request, HttpResponse.BodyHandlers.ofInputStream()).body();
          BufferedReader lines =
              new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
        String type = "";
        while (!result.keySet().containsAll(List.of(types))) {
          String line = Objects.requireNonNull(lines.readLine(), "the events have ended");
          if (line.startsWith("event: ")) {
            type = line.substring("event: ".length());
          } else if (line.startsWith("data: ")) {
            result.putIfAbsent(type, JSON.readTree(line.substring("data: ".length())));
          }
        }
      }
      client.shutdownNow();
    }
    return result;
  }

  private static JsonNode event(Map<String, JsonNode> events, String type) {
    return Objects.requireNonNull(events.get(type));
  }

  private static long crossings(ApiClient client) {
    long sum = 0;
    for (JsonNode line : client.get(YARD + "/counts").json().get("lines")) {
      for (JsonNode direction : line) {
        for (JsonNode count : direction) {
          sum += count.asLong();
        }
      }
    }
    return sum;
  }

  @Test
  void objectsAndLines_areTold_andCountsSurviveARestart() throws Exception {
    long before = NativeMemory.bytes();
    long counted;
    try (StartedService service = start()) {
      HttpServer server = service.listen();
      try (ApiClient client = new ApiClient(server.address().getPort())) {
        Map<String, JsonNode> events =
            events(server.address().getPort(), "object", "line", "zone", "occupancy");
        JsonNode object = event(events, "object");
        assertThat(object.get("phase").asText()).isEqualTo("start");
        assertThat(object.at("/object/label").asText()).isEqualTo("person");
        assertThat(object.at("/object/start").asLong())
            .isLessThan(object.get("timestamp").asLong());
        JsonNode line = event(events, "line");
        assertThat(line.at("/counts/in").asLong() + line.at("/counts/out").asLong()).isEqualTo(1);
        assertThat(event(events, "zone").get("phase").asText()).isEqualTo("enter");
        assertThat(event(events, "occupancy").get("total").asInt()).isEqualTo(1);

        await()
            .atMost(PATIENCE)
            .until(() -> client.get(YARD + "/objects").json().get("recent").size() > 1);
        JsonNode ended = client.get(YARD + "/objects").json().at("/recent/0");
        assertThat(ended.get("key").asText()).startsWith("yard-2");
        assertThat(client.get(ended.get("picture").asText()).type()).isEqualTo("image/jpeg");
        assertThat(client.metric("sluice_objects_total")).isPositive();
        assertThat(client.metric("sluice_line_crossings_total")).isPositive();
        assertThat(client.get("/metrics").body())
            .contains("sluice_tracker_seconds_count{stream=\"yard\"}")
            .contains("sluice_zone_occupancy{stream=\"yard\",zone=\"all\"}")
            .doesNotContain("sluice_tracker_seconds_count{stream=\"plain\"}");
        service.pause();
        counted = crossings(client);
        assertThat(counted).isPositive();
        assertThat(client.get(YARD + "/objects").json().get("now")).isEmpty();
        assertThat(client.get(YARD + "/counts").json().at("/zones/all/total").asInt()).isZero();
        assertThat(client.get("/api/v1/streams/plain/objects").json().get("recent")).isEmpty();
      } finally {
        stop(server);
      }
    }
    assertThat(NativeMemory.bytes()).isEqualTo(before);

    try (StartedService service = start()) { // its streams still rest
      HttpServer server = service.listen();
      try (ApiClient client = new ApiClient(server.address().getPort())) {
        assertThat(crossings(client)).isEqualTo(counted);
        client.send("POST", YARD + "/resume", "");
        await().atMost(PATIENCE).until(() -> crossings(client) > counted);
        assertThat(client.send("POST", YARD + "/counts/reset", "").status()).isEqualTo(200);
      } finally {
        stop(server);
      }
    }
  }
}
