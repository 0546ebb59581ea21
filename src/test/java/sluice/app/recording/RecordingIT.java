package sluice.app.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.StreamObserver;
import sluice.http.HttpServer;
import sluice.testing.ApiClient;
import sluice.testing.Ffplay;
import sluice.testing.Ffprobe;
import sluice.testing.StartedService;
import sluice.video.PlaylistReader;
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
        motion.enabled = true
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
        await()
            .atMost(PATIENCE)
            .untilAsserted(
                () ->
                    assertThat(api.get("/api/v1/recordings/yard/timeline").json())
                        .extracting(found -> found.at("/motion-spans").size())
                        .as("something always moves in the clip")
                        .isNotEqualTo(0));
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
        isShown(server, from);
        isExported(api, server, from);
        isDeleted(api);
      } finally {
        server.stop(Duration.ZERO).toCompletableFuture().join();
      }
      files = recorded();
    }
    assertThat(recorded())
        .containsAll(files)
        .allSatisfy(file -> assertThat(file).matches(".*\\.(mp4|motion)"));
    Instant again = Instant.now();
    try (StartedService service = started(text)) {
      HttpServer server = service.listen();
      try (ApiClient api = new ApiClient(server.address().getPort())) {
        String timeline = "/api/v1/recordings/yard/timeline?step=0.2&from=" + begin;
        await()
            .atMost(PATIENCE)
            .until(
                () ->
                    api.get(timeline).json().findValuesAsText("from").stream()
                        .anyMatch(from -> Instant.parse(from).isAfter(again)));
        assertPlayerGetsAll(server, api.get(timeline).json());
      } finally {
        server.stop(Duration.ZERO).toCompletableFuture().join();
      }
    }
  }

  /** Pictures of two times differ, and are JPEGs of the width. */
  private static void isShown(HttpServer server, Instant from) throws Exception {
    String picture =
        "http://127.0.0.1:%d/api/v1/recordings/yard/thumbnail.jpg?width=160&at="
            .formatted(server.address().getPort());
    byte[] early = bytes(picture + from.plusMillis(200));
    byte[] late = bytes(picture + from.plusMillis(1_900));
    assertThat(early).startsWith(0xff, 0xd8).isNotEqualTo(late);
    assertThat(bytes(picture + from.plusMillis(800))).as("of the same group").isEqualTo(early);
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(early));
    assertThat(image.getWidth()).isEqualTo(160);
    assertThat(image.getHeight()).isEqualTo(96);
  }

  private void isExported(ApiClient api, HttpServer server, Instant from) throws Exception {
    ApiClient.Answer taken =
        api.send(
            "POST",
            "/api/v1/recordings/yard/exports",
            "{\"from\": \"%s\", \"to\": \"%s\"}"
                .formatted(from.plusMillis(1_200), from.plusMillis(1_800)));
    assertThat(taken.status()).isEqualTo(202);
    String export = "/api/v1/exports/" + taken.json().get("number").asLong();
    await()
        .atMost(PATIENCE)
        .until(() -> api.get(export).json().get("state").asText().equals("done"));
    JsonNode part = api.get(export).json().at("/parts/0");
    assertThat(Instant.parse(part.get("from").asText()))
        .isBetween(from.plusMillis(190), from.plusMillis(1_210)); // the key frame before
    Path file = folder.resolve("exported.mp4");
    byte[] content =
        bytes("http://127.0.0.1:%d%s/1.mp4".formatted(server.address().getPort(), export));
    assertThat(content).hasSize(part.get("bytes").asInt());
    assertThat(pictures(Files.write(file, content))).isBetween(14, 41);
    assertThat(api.send("DELETE", export, "").status()).isEqualTo(204);
  }

  private static void isDeleted(ApiClient api) {
    String all = "/api/v1/recordings/yard?from=2020-01-01T00:00:00Z&to=2099-01-01T00:00:00Z";
    JsonNode deleted = api.send("DELETE", all, "").json();
    assertThat(deleted.get("files").asInt()).isGreaterThanOrEqualTo(4);
    assertThat(deleted.get("complete").asBoolean()).isTrue();
    await()
        .atMost(PATIENCE)
        .until(() -> api.get("/api/v1/recordings").json().at("/0/segments").asInt() >= 1);
  }

  /** What FFmpeg reads of a playlist over several runs, with the time between the two services. */
  private void assertPlayerGetsAll(HttpServer server, JsonNode timeline) throws Exception {
    JsonNode spans = timeline.at("/spans");
    assertThat(spans.size()).as("%s", timeline).isGreaterThanOrEqualTo(2);
    String base =
        "http://127.0.0.1:%d/api/v1/recordings/yard/".formatted(server.address().getPort());
    String address =
        "%sindex.m3u8?from=%s&to=%s"
            .formatted(
                base,
                spans.get(0).path("from").asText(),
                spans.get(spans.size() - 1).path("to").asText());
    int inFiles = 0;
    List<String> lines = text(address).lines().toList();
    for (String line : lines) {
      if (line.startsWith("segments/")) {
        Path file = folder.resolve("whole.mp4");
        Files.write(file, bytes(base + line.replace("clock", "whole")));
        inFiles += pictures(file);
      }
    }
    assertThat(lines).contains("#EXT-X-DISCONTINUITY");
    assertThat(PlaylistReader.packets(address)).isEqualTo(inFiles);
    if (Ffprobe.isInstalled()) {
      assertThat(Ffprobe.pictures(address)).isEqualTo(Integer.toString(inFiles));
    }
    if (Ffplay.isInstalled()) {
      assertThat(Ffplay.complaints(address, PATIENCE)).isEmpty();
    }
  }

  private StartedService started(String text) throws IOException {
    return new StartedService(folder, text, id -> StreamObserver.NONE);
  }

  private List<String> recorded() throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve("data/recordings/yard"))) {
      return all.filter(Files::isRegularFile)
          .map(Path::toString)
          .filter(file -> !file.endsWith(".motion"))
          .sorted()
          .toList();
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
    return new String(bytes(address), StandardCharsets.UTF_8);
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
