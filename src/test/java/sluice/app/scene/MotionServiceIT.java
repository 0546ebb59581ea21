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
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.NativeMemory;
import sluice.core.StreamObserver;
import sluice.http.HttpServer;
import sluice.testing.ApiClient;
import sluice.testing.StartedService;
import sluice.testing.TinySsd;
import sluice.video.TestClip;

/**
 * The gate of motion in the service, on a clip that is played again and again: a bar stands where
 * the model finds it and trembles for a second and a half, then there is nothing for as long again
 * and longer.
 */
@Timeout(120)
class MotionServiceIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int WIDTH = 320;
  private static final int HEIGHT = 192;
  private static final int RATE = 10;
  private static final int WITH_BAR = 15;
  private static final int PICTURES = 50;

  /** Both followed, with a zone; one has all that it asks for, the other is live and gets tiles. */
  private static final List<String> STREAMS = List.of("yard", "tiled");

  @TempDir Path folder;

  private Path clip() {
    return new TestClip()
        .size(WIDTH, HEIGHT)
        .rate(RATE)
        .painted((n, x, y) -> n < WITH_BAR && isBar(n, x, y) ? 0xF0F0F0 : 0x101010)
        .write(folder.resolve("bar.mkv"), PICTURES);
  }

  /** Somewhat larger than what the model looks at. */
  private static boolean isBar(int n, int x, int y) {
    int shift = n % 2 * 6;
    return x >= WIDTH / 10
        && x < WIDTH * 4 / 10
        && y >= HEIGHT / 5 + shift
        && y < HEIGHT * 4 / 5 + shift;
  }

  private StartedService start() throws IOException {
    return new StartedService(
        folder,
        """
        sluice {
          data-dir = "%1$s/data"
          models.tiny { model = "%2$s", cache-dir = "%1$s/compiled" }
          security.file-roots = ["%1$s"]
          http.port = 0
        }
        """
            .formatted(folder, TinySsd.write(folder)),
        id -> StreamObserver.NONE);
  }

  private static String settings(String id, Path clip, String more) {
    return """
    {"id": "%s", "source": "%s", "model": "tiny", "realtime": true, "loop": true, "sinks": [],
     "objects": {"lost-time": "1s"}, "zones": {"all": {"points": [[0, 0], [1, 0], [1, 1], [0, 1]]}},
     %s}\
    """
        .formatted(id, clip, more);
  }

  private static JsonNode status(ApiClient client, String id) {
    return client.stream(id).json().get("status");
  }

  private static void awaitMotion(ApiClient client, String id, String motion) {
    await().atMost(PATIENCE).until(() -> status(client, id).get("motion").asText().equals(motion));
  }

  private static void change(ApiClient client, String motion) {
    for (String id : STREAMS) {
      String body = "{\"motion\": {" + motion + "}}";
      ApiClient.Answer answer = client.send("PATCH", ApiClient.STREAMS + "/" + id, body);
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }
  }

  /** How long after the last one had left the zone it was told to be empty, by the media's time. */
  private static Duration emptied(int port) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + port + ApiClient.STREAMS + "/yard/events"))
            .build();
    try (HttpClient client = HttpClient.newHttpClient();
        InputStream body = client.send(request, HttpResponse.BodyHandlers.ofInputStream()).body();
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
      String type = "";
      long left = -1;
      while (true) {
        String line = Objects.requireNonNull(lines.readLine(), "the events have ended");
        if (line.startsWith("event: ")) {
          type = line.substring("event: ".length());
        } else if (line.startsWith("data: ")) {
          JsonNode event = JSON.readTree(line.substring("data: ".length()));
          if (type.equals("zone") && event.get("phase").asText().equals("exit")) {
            left = event.get("timestamp").asLong();
          } else if (type.equals("occupancy") && event.get("total").asInt() == 0 && left >= 0) {
            client.shutdownNow();
            return Duration.ofNanos(event.get("timestamp").asLong() - left);
          }
        }
      }
    }
  }

  @Test
  void switchedOnAtRunTime_itLeavesStillFramesOut_andZonesAreToldInTime() throws Exception {
    long before = NativeMemory.bytes();
    Path clip = clip();
    try (StartedService service = start()) {
      HttpServer server = service.listen();
      int port = server.address().getPort();
      try (ApiClient client = new ApiClient(port)) {
        create(client, settings("yard", clip, "\"delivery\": \"every\""));
        create(
            client,
            settings("tiled", clip, "\"delivery\": \"latest\", \"tiles\": {\"grid\": \"2x1\"}"));
        for (String id : STREAMS) {
          await()
              .atMost(PATIENCE)
              .until(() -> status(client, id).get("frames-inferred").asLong() > 2);
          assertThat(status(client, id).get("motion").asText()).isEqualTo("off");
          assertThat(status(client, id).has("moving-share")).isFalse();
        }

        change(client, "\"enabled\": true, \"idle-fps\": 0.1, \"hold\": \"200ms\"");

        for (String id : STREAMS) {
          awaitMotion(client, id, "idle");
          assertThat(status(client, id).get("state").asText()).isEqualTo("running");
        }
        assertThat(emptied(port)).isBetween(Duration.ofMillis(300), Duration.ofMillis(600));
        for (String id : STREAMS) {
          assertThat(status(client, id).at("/drops/gated").asLong()).isPositive();
          assertThat(status(client, id).get("moving-share").asDouble()).isStrictlyBetween(0.0, 1.0);
          awaitMotion(client, id, "moving");
        }
        change(client, "\"enabled\": false");
        STREAMS.forEach(id -> awaitMotion(client, id, "off"));
      } finally {
        server.stop(Duration.ofSeconds(3)).toCompletableFuture().join();
      }
    }
    assertThat(NativeMemory.bytes()).isEqualTo(before);
  }

  private static void create(ApiClient client, String settings) {
    ApiClient.Answer answer = client.send("POST", ApiClient.STREAMS, settings);
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
  }
}
