package sluice.app.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.StreamObserver;
import sluice.http.HttpServer;
import sluice.testing.ApiClient;
import sluice.testing.StartedService;
import sluice.video.TestClip;
import sluice.video.decode.Decoder;

/** Recording by the whole service, and what its API gives of it. */
@Timeout(120)
class RecordingIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Of the clip, which is played again and again: a run each. */
  private static final int PICTURES = 100;

  private static final int GROUP = 25;

  @TempDir Path folder;

  private String configuration() {
    Path clip =
        new TestClip()
            .size(320, 192)
            .gop(GROUP)
            .coded("libopenh264", "yuv420p")
            .write(folder.resolve("clip.mp4"), PICTURES);
    return """
    sluice {
      http.port = 0
      data-dir = "%s"
      streams.yard {
        source = "%s", realtime = true, loop = true, detect-fps = 1
        recording { mode = continuous, segment = 2s }
      }
    }
    """
        .formatted(folder.resolve("data"), clip);
  }

  @Test
  void streamThatIsRecorded_canBeFoundAndPlayed_alsoAfterAStartAnew() throws Exception {
    String text = configuration();
    Instant begin = Instant.now().minusSeconds(1);
    List<String> files;
    try (StartedService service = started(text)) {
      HttpServer server = service.listen();
      try (ApiClient api = new ApiClient(server.address().getPort())) {
        await()
            .atMost(PATIENCE)
            .until(() -> api.get("/api/v1/recordings").json().at("/0/segments").asInt() >= 4);
        JsonNode timeline = api.get("/api/v1/recordings/yard/timeline").json();
        Instant from = Instant.parse(timeline.at("/spans/0/from").asText());
        assertThat(from).isBetween(begin, Instant.now());
        assertThat(Duration.between(from, Instant.parse(timeline.at("/spans/0/to").asText())))
            .isGreaterThan(Duration.ofSeconds(6));
        assertThat(pictures(playlist(server, "yard")))
            .as("whole groups; the first may have come before the store was open")
            .isBetween(GROUP, PICTURES)
            .matches(pictures -> pictures % GROUP == 0);
        JsonNode recording = api.get("/api/v1/streams/yard").json().at("/status/recording");
        assertThat(recording.at("/bytes").asLong()).isPositive();
        assertThat(recording.at("/lost-seconds/slow-disk").asDouble()).isZero();
        assertThat(recording.at("/state").asText()).isIn("recording", "waiting");
        assertThat(text("http://127.0.0.1:%d/metrics".formatted(server.address().getPort())))
            .contains(
                "sluice_recorded_bytes_total{stream=\"yard\"}", "sluice_recording_store_bytes");
      } finally {
        server.stop(Duration.ZERO).toCompletableFuture().join();
      }
      files = recorded();
    }
    assertThat(recorded()).containsAll(files).allSatisfy(file -> assertThat(file).endsWith(".mp4"));
    try (StartedService service = started(text)) {
      HttpServer server = service.listen();
      try (ApiClient api = new ApiClient(server.address().getPort())) {
        await()
            .atMost(PATIENCE)
            .until(
                () ->
                    api.get("/api/v1/recordings").json().at("/0/segments").asInt() > files.size());
      } finally {
        server.stop(Duration.ZERO).toCompletableFuture().join();
      }
    }
  }

  private StartedService started(String text) throws IOException {
    return new StartedService(folder, text, id -> StreamObserver.NONE);
  }

  private List<String> recorded() throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve("data/recordings/yard"))) {
      return all.filter(Files::isRegularFile).map(Path::toString).sorted().toList();
    }
  }

  /** What a player downloads of the first run, in one file. */
  private Path playlist(HttpServer server, String stream) throws Exception {
    String base =
        "http://127.0.0.1:%d/api/v1/recordings/%s/".formatted(server.address().getPort(), stream);
    List<String> lines = text(base + "index.m3u8").lines().toList();
    Path file = folder.resolve("played.mp4");
    List<String> run = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith("#EXT-X-DISCONTINUITY")) {
        break;
      }
      if (line.startsWith("#EXT-X-MAP:URI=\"")) {
        run.add(line.substring(line.indexOf('"') + 1, line.lastIndexOf('"')));
      } else if (!line.startsWith("#")) {
        run.add(line);
      }
    }
    try (var out = Files.newOutputStream(file)) {
      for (String part : run) {
        out.write(bytes(base + part));
      }
    }
    return file;
  }

  private static String text(String address) throws Exception {
    return new String(bytes(address), java.nio.charset.StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String address) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<byte[]> response =
          client.send(
              HttpRequest.newBuilder(URI.create(address)).timeout(PATIENCE).build(),
              HttpResponse.BodyHandlers.ofByteArray());
      assertThat(response.statusCode()).isEqualTo(200);
      return response.body();
    }
  }

  private static int pictures(Path file) {
    int pictures = 0;
    try (Decoder decoder = TestClip.decoder(file)) {
      for (var picture = decoder.next(); picture != null; picture = decoder.next()) {
        picture.picture().close();
        pictures++;
      }
    }
    return pictures;
  }
}
