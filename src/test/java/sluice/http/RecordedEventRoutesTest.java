package sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.core.recording.EventQuery;
import sluice.core.recording.RecordedEvent;

@Timeout(60)
class RecordedEventRoutesTest extends WithTestService {
  private static final String ALL = "/api/v1/recorded-events";
  private static final String ONE = ALL + "/" + FakeRecordings.EVENT;

  private TestService service;
  private FakeRecordings recordings;

  @BeforeEach
  void begin() {
    service = start(TestHttpSettings.http());
    recordings = service.ports.recordings;
  }

  private static void problem(HttpResponse<String> response, int status, String type) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(TestService.json(response).get("type").asText())
        .isEqualTo("urn:sluice:problem:" + type);
  }

  @Test
  void events_haveAllThatIsKnown_andWhereMoreIs() {
    assertThat(service.get(ALL).body())
        .isEqualTo(
            """
            [{"id":"1795874400000-lobby-1","stream":"lobby","label":"person","object":7,\
            "started_at":"2026-11-28T14:00:00Z","ended_at":"2026-11-28T14:00:04Z",\
            "open":false,"score":0.875,"lines":["gate"],"zones":[],"locked":false,\
            "picture":"/api/v1/recorded-events/1795874400000-lobby-1/picture.jpg",\
            "crop":"/api/v1/recorded-events/1795874400000-lobby-1/crop.jpg",\
            "playlist":"/api/v1/recordings/lobby/index.m3u8?from=2026-11-28T13:59:55Z\
            &to=2026-11-28T14:00:14Z"}]\
            """);
  }

  @Test
  void whatIsLookedFor_isRead() {
    service.get(
        ALL
            + "?stream=lobby&label=person&from=2026-11-28T14:00:00Z&to=2026-11-28T15:00:00Z"
            + "&zone=shop&line=gate&min-score=0.5&before="
            + FakeRecordings.EVENT
            + "&limit=7");
    service.get(ALL);
    assertThat(recordings.queries)
        .containsExactly(
            new EventQuery(
                Optional.of("lobby"),
                Optional.of("person"),
                Optional.of(Instant.parse("2026-11-28T14:00:00Z")),
                Optional.of(Instant.parse("2026-11-28T15:00:00Z")),
                Optional.of("shop"),
                Optional.of("gate"),
                0.5,
                Optional.of(FakeRecordings.EVENT),
                7),
            EventQuery.newest(100));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=0",
        "limit=1001",
        "limit=many",
        "min-score=2",
        "min-score=1e-3",
        "min-score=-1",
        "from=today",
        "before=x",
        "before=1-lobby-"
      })
  void whatCantBeLookedFor_isRefused(String query) {
    problem(service.get(ALL + "?" + query), 400, "refused");
    assertThat(recordings.queries).isEmpty();
  }

  @Test
  void event_isGivenWithItsPath() {
    JsonNode event = TestService.json(service.get(ONE));
    assertThat(event.get("label").asText()).isEqualTo("person");
    assertThat(event.at("/parts/0/number").asInt()).isEqualTo(1);
    assertThat(event.at("/parts/0/path/0").toString())
        .isEqualTo(
            "{\"at\":\"2026-11-28T14:00:00Z\",\"x_min\":0.25,\"x_max\":0.75,\"y_min\":0.5,"
                + "\"y_max\":1.0,\"score\":0.5}");
  }

  @Test
  void eventThatIsNotThere_isAProblem() {
    String gone = ALL + "/1795874400000-lobby-2";
    problem(service.get(gone), 404, "unknown-event");
    problem(service.get(gone + "/picture.jpg"), 404, "unknown-event");
    problem(service.send("PUT", gone + "/lock", ""), 404, "unknown-event");
    problem(service.send("DELETE", gone, ""), 404, "unknown-event");
  }

  @Test
  void pictures_areJpegs_whereThereAreSome() {
    HttpResponse<String> picture = service.get(ONE + "/picture.jpg");
    assertThat(picture.headers().firstValue("Content-Type")).contains("image/jpeg");
    assertThat(picture.body()).isEqualTo("\u0001");
    assertThat(service.get(ONE + "/crop.jpg").body()).isEqualTo("\u0002");
    RecordedEvent e = recordings.event;
    recordings.event =
        new RecordedEvent(
            e.id(),
            e.stream(),
            e.label(),
            e.object(),
            e.startsAt(),
            e.endsAt(),
            e.open(),
            e.score(),
            e.lines(),
            e.zones(),
            e.keepsFrom(),
            e.keepsTo(),
            false,
            false);
    problem(service.get(ONE + "/picture.jpg"), 404, "no-event-picture");
    assertThat(TestService.json(service.get(ONE)).get("picture").isNull()).isTrue();
  }

  @Test
  void lockedEvent_isNotDeleted_untilItIsUnlocked() {
    assertThat(TestService.json(service.send("PUT", ONE + "/lock", "")).get("locked").asBoolean())
        .isTrue();
    problem(service.send("DELETE", ONE, ""), 409, "event-locked");
    assertThat(recordings.deleted).isEmpty();
    assertThat(service.send("DELETE", ONE + "/lock", "").statusCode()).isEqualTo(200);
    assertThat(service.send("DELETE", ONE, "").statusCode()).isEqualTo(204);
    assertThat(recordings.deleted).containsExactly(FakeRecordings.EVENT);
  }

  @Test
  void openEvent_isNotDeleted() {
    RecordedEvent e = recordings.event;
    recordings.event =
        new RecordedEvent(
            e.id(),
            e.stream(),
            e.label(),
            e.object(),
            e.startsAt(),
            e.endsAt(),
            true,
            e.score(),
            e.lines(),
            e.zones(),
            e.keepsFrom(),
            e.keepsTo(),
            true,
            false);
    problem(service.send("DELETE", ONE, ""), 409, "event-open");
  }
}
