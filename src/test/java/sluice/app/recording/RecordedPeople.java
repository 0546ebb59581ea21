package sluice.app.recording;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import sluice.core.StreamObserver;
import sluice.http.HttpServer;
import sluice.testing.ApiClient;
import sluice.testing.SharedFiles;
import sluice.testing.StartedService;

/**
 * A service that makes events of the six people of a real video, who cross a line one by one, found
 * by a real model; and what is to hold of them. The video takes 139 s; it is played once, faster.
 */
public final class RecordedPeople implements AutoCloseable {
  /** So long anything may take. */
  public static final Duration PATIENCE = Duration.ofSeconds(150);

  private static final String EVENTS = "/api/v1/recorded-events";

  /** Pictures of a second of the people's time that are looked at, and of the machine's at most. */
  private static final int DETECTED = 10;

  private static final int MOST_DETECTED = 20;

  /** The video as it is. */
  private static final Duration LENGTH = Duration.ofSeconds(139);

  private static final int MEDIA_HEADER = 0x6d646864; // mdhd

  /** What is recorded before and after each event. */
  public static final Duration ROLL = Duration.ofSeconds(2);

  private static final ObjectMapper JSON = new ObjectMapper();

  /** For requests to the service. */
  public final ApiClient api;

  private final Path folder;
  private final StartedService service;
  private final HttpServer server;
  private final String base;

  /**
   * Begins.
   *
   * @param folder for all that is written
   * @param speed so many times as fast as the people walked
   */
  public RecordedPeople(Path folder, int speed) throws IOException {
    this.folder = folder;
    service = new StartedService(folder, configuration(speed), id -> StreamObserver.NONE);
    server = service.listen();
    int port = server.address().getPort();
    base = "http://127.0.0.1:" + port;
    api = new ApiClient(port);
  }

  private String configuration(int speed) throws IOException {
    Path model =
        SharedFiles.file("models/person-detection-0202/FP16-INT8/person-detection-0202.xml");
    Path video = faster(SharedFiles.file("videos/one-by-one-person-detection.mp4"), speed);
    Path labels = Files.writeString(folder.resolve("labels.txt"), "person\nperson\n");
    return """
    sluice {
      http.port = 0
      data-dir = "%1$s/data"
      models.people {
        model = "%2$s", labels = "%3$s", hint = latency, cache-dir = "%1$s/compiled"
      }
      sinks.lines {
        type = json-lines, path = "%1$s/{stream}.jsonl"
        filters.kinds = [event]
      }
      streams.gate {
        source = "%4$s", realtime = true, model = people, detect-fps = %5$d, sinks = [lines]
        lines.door { from = [0.75, 0.2], to = [0.75, 1] }
        recording { mode = events, segment = 2s, pre-roll = 2s, post-roll = 2s }
      }
    }
    """
        .formatted(
            folder,
            model.toAbsolutePath().normalize(),
            labels,
            video.toAbsolutePath().normalize(),
            Math.min(MOST_DETECTED, speed * DETECTED));
  }

  /** A copy whose clock has so many times as many ticks a second. */
  private Path faster(Path video, int speed) throws IOException {
    byte[] bytes = Files.readAllBytes(video);
    ByteBuffer boxes = ByteBuffer.wrap(bytes);
    int at = 0;
    while (boxes.getInt(at) != MEDIA_HEADER) {
      at++;
    }
    int timescale = at + 16; // after the type: version and flags, two dates
    boxes.putInt(timescale, speed * boxes.getInt(timescale));
    return Files.write(folder.resolve("video.mp4"), bytes);
  }

  /** The id of an event. */
  public static String id(JsonNode event) {
    return event.get("id").asText();
  }

  /** Whether an event goes on. */
  public static boolean open(JsonNode event) {
    return event.get("open").asBoolean();
  }

  /** The events of people who have crossed the line, the newest first. */
  public List<JsonNode> crossed() {
    ApiClient.Answer answer = api.get(EVENTS + "?stream=gate&label=person&line=door&min-score=0.3");
    return answer.isDone()
        ? StreamSupport.stream(answer.json().spliterator(), false).toList()
        : List.of();
  }

  /** Whether no object is followed just now. */
  boolean nobodyIsThere() {
    return api.get("/api/v1/streams/gate/objects").json().get("now").isEmpty();
  }

  /**
   * An event has the whole of its video, its pictures and its path.
   *
   * @param after so much video there is after it
   */
  public void holdsItsPerson(JsonNode event, Duration after) throws Exception {
    Instant started = Instant.parse(event.get("started_at").asText());
    Instant ended = Instant.parse(event.get("ended_at").asText());
    String timeline =
        "/api/v1/recordings/gate/timeline?step=0.1&from=%s&to=%s"
            .formatted(started.minus(ROLL), ended.plus(ROLL));
    await() // the last file is finished a little later
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              JsonNode spans = api.get(timeline).json().get("spans");
              assertThat(spans).as("%s", event).hasSize(1);
              assertThat(Instant.parse(spans.get(0).get("from").asText()))
                  .isBeforeOrEqualTo(started.minus(ROLL));
              assertThat(Instant.parse(spans.get(0).get("to").asText())).isAfter(ended.plus(after));
            });
    String playlist = new String(bytes(base + event.get("playlist").asText()), UTF_8);
    assertThat(playlist).startsWith("#EXTM3U").contains("segments/");
    byte[] picture = bytes(base + event.get("picture").asText());
    byte[] crop = bytes(base + event.get("crop").asText());
    assertThat(picture).startsWith(0xff, 0xd8);
    assertThat(crop).startsWith(0xff, 0xd8).isNotEqualTo(picture);
    JsonNode path = api.get(EVENTS + "/" + id(event)).json().at("/parts/0/path");
    assertThat(path.size()).isGreaterThan(3);
  }

  /** An event is deleted with all that no other event needs; not while it is locked. */
  void isDeleted(JsonNode event) throws IOException {
    String path = EVENTS + "/" + id(event);
    assertThat(api.send("PUT", path + "/lock", "").json().get("locked").asBoolean()).isTrue();
    assertThat(api.send("DELETE", path, "").status()).isEqualTo(409);
    assertThat(api.send("DELETE", path + "/lock", "").json().get("locked").asBoolean()).isFalse();
    assertThat(files()).anyMatch(file -> file.contains(id(event)));
    assertThat(api.send("DELETE", path, "").status()).isEqualTo(204);
    assertThat(files()).noneMatch(file -> file.contains(id(event)));
    assertThat(api.get(path).status()).isEqualTo(404);
    assertThat(crossed()).extracting(RecordedPeople::id).doesNotContain(id(event));
  }

  /** All files of recordings, events and exports, but the index. */
  public List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(recordings())) {
      return all.filter(Files::isRegularFile)
          .map(recordings()::relativize)
          .map(Path::toString)
          .filter(file -> !file.startsWith("index.db") && !file.startsWith("sqlite/"))
          .toList();
    }
  }

  /** Where all that is recorded is. */
  public Path recordings() {
    return folder.resolve("data/recordings");
  }

  /** Where the dashboard is. */
  public String address() {
    return base + "/";
  }

  /** Waits until the video was played to its end and all of its events have ended. */
  public void awaitEnd() {
    await()
        .atMost(LENGTH.plus(PATIENCE))
        .until(() -> api.stream("gate").json().at("/status/state").asText().equals("completed"));
    await().atMost(PATIENCE).until(() -> crossed().stream().noneMatch(RecordedPeople::open));
  }

  /** Ids of the events of whose end a sink was told, once it was told of so many. */
  Set<String> ended(int most) {
    Path file = folder.resolve("gate.jsonl");
    List<String> ids = new ArrayList<>();
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              ids.clear();
              for (String line : Files.readAllLines(file)) {
                JsonNode message = read(line);
                assertThat(message.get("type").asText()).isEqualTo("event");
                if (message.get("phase").asText().equals("end")) {
                  ids.add(id(message.get("event")));
                }
              }
              return ids.size() >= most;
            });
    return new HashSet<>(ids);
  }

  private static JsonNode read(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(String address) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<byte[]> response =
          client.send(
              HttpRequest.newBuilder(URI.create(address)).timeout(PATIENCE).build(),
              HttpResponse.BodyHandlers.ofByteArray());
      assertThat(response.statusCode()).as(address).isEqualTo(200);
      return response.body();
    }
  }

  @Override
  public void close() {
    api.close();
    server.stop(Duration.ZERO).toCompletableFuture().join();
    service.close();
  }
}
