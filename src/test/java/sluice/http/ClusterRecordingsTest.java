package sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.config.settings.NodeAddress;
import sluice.core.recording.RecordedEvent;
import sluice.http.cluster.ClusterView;

/** Any node answers for the recordings of all. */
@Timeout(60)
class ClusterRecordingsTest {
  private static final String ONE = "10.0.0.1:25520";
  private static final String TWO = "10.0.0.2:25520";
  private static final String AT_TWO = "node=10.0.0.2%3A25520";
  private static final String RECORDINGS = "/api/v1/recordings";
  private static final String EVENTS = "/api/v1/recorded-events";
  private static final String LATER = "1795874460000-lobby-2";
  private static final String TIME = "from=2026-11-28T14:00:00Z&to=2026-11-28T14:05:00Z";

  @TempDir Path folder;
  private FakeCluster cluster;
  private TestService one;
  private FakeRecordings ofOne;
  private FakeRecordings ofTwo;

  @BeforeEach
  void start() {
    cluster = new FakeCluster(folder);
    one = cluster.start(ONE);
    TestService two = cluster.start(TWO);
    ofOne = one.ports.recordings;
    ofTwo = two.ports.recordings;
    RecordedEvent event = ofTwo.event;
    ofTwo.event =
        new RecordedEvent(
            LATER,
            event.stream(),
            event.label(),
            event.object(),
            event.startsAt().plusSeconds(60),
            event.endsAt().plusSeconds(60),
            false,
            event.score(),
            event.lines(),
            event.zones(),
            event.keepsFrom().plusSeconds(60),
            event.keepsTo().plusSeconds(60),
            true,
            false);
    ofTwo.segments =
        List.of(
            FakeRecordings.segment(
                9, FakeRecordings.RUN, Duration.ofSeconds(60), Duration.ofSeconds(12)));
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  private static void problem(HttpResponse<String> response, int status, String type) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.body()).contains("urn:sluice:problem:" + type);
  }

  @Test
  void recordings_areThoseOfAllNodes_eachWithItsNode() {
    HttpResponse<String> answer = one.get(RECORDINGS);
    assertThat(answer.headers().firstValue("Sluice-Missing-Nodes")).isEmpty();
    JsonNode all = TestService.json(answer);
    assertThat(all.findValuesAsText("stream")).containsExactly("gone", "gone", "lobby", "lobby");
    assertThat(all.findValuesAsText("node")).containsExactly(ONE, TWO, ONE, TWO);
    assertThat(all.get(2).get("bytes").asLong()).isEqualTo(3_300);
  }

  @Test
  void events_areTheNewestOfAllNodes() {
    JsonNode all = TestService.json(one.get(EVENTS));
    assertThat(all.findValuesAsText("id")).containsExactly(LATER, FakeRecordings.EVENT);
    assertThat(all.findValuesAsText("node")).containsExactly(TWO, ONE);
    assertThat(TestService.json(one.get(EVENTS + "?limit=1")).findValuesAsText("id"))
        .containsExactly(LATER);
    problem(one.get(EVENTS + "?limit=none"), 400, "refused");
  }

  @Test
  void event_isFoundWhereverItIs_lockedAndDeletedThere() {
    String event = EVENTS + "/" + LATER;
    assertThat(TestService.json(one.get(event)).get("id").asText()).isEqualTo(LATER);
    assertThat(one.get(event + "/picture.jpg").statusCode()).isEqualTo(200);
    assertThat(TestService.json(one.send("PUT", event + "/lock", "")).get("locked").asBoolean())
        .isTrue();
    assertThat(ofTwo.event.locked()).isTrue();
    problem(one.send("DELETE", event, ""), 409, "event-locked");
    one.send("DELETE", event + "/lock", "");
    assertThat(one.send("DELETE", event, "").statusCode()).isEqualTo(204);
    assertThat(ofTwo.deleted).containsExactly(LATER);
    assertThat(ofOne.deleted).isEmpty();
    problem(one.get(EVENTS + "/1-lobby-1"), 404, "unknown-event");
  }

  @Test
  void timeline_hasSpansOfAllNodes_eachWithItsNode() {
    JsonNode timeline = TestService.json(one.get(RECORDINGS + "/lobby/timeline?" + TIME));
    assertThat(timeline.get("stream").asText()).isEqualTo("lobby");
    assertThat(timeline.get("spans").findValuesAsText("node")).containsExactly(ONE, TWO);
    assertThat(timeline.get("spans").get(1).get("bytes").asLong()).isEqualTo(3_300);
  }

  @Test
  void playlist_goesOverFilesOfAllNodes_inTheOrderOfTime() {
    assertThat(one.get(RECORDINGS + "/lobby/index.m3u8?" + TIME).body())
        .isEqualTo(
            """
            #EXTM3U
            #EXT-X-VERSION:7
            #EXT-X-PLAYLIST-TYPE:VOD
            #EXT-X-INDEPENDENT-SEGMENTS
            #EXT-X-TARGETDURATION:12
            #EXT-X-MAP:URI="runs/5/init.mp4?node=10.0.0.1%3A25520"
            #EXT-X-PROGRAM-DATE-TIME:2026-11-28T14:00:00Z
            #EXTINF:10.000,
            segments/7.mp4?clock=true&node=10.0.0.1%3A25520
            #EXT-X-DISCONTINUITY
            #EXT-X-MAP:URI="runs/5/init.mp4?node=10.0.0.2%3A25520"
            #EXT-X-PROGRAM-DATE-TIME:2026-11-28T14:01:00Z
            #EXTINF:12.000,
            segments/9.mp4?clock=true&node=10.0.0.2%3A25520
            #EXT-X-ENDLIST
            """);
  }

  @Test
  void playlistOfWhatAnotherNodeHasAlone_isThatNodes() {
    ofOne.segments = List.of();
    assertThat(one.get(RECORDINGS + "/lobby/index.m3u8?" + TIME).body())
        .contains("segments/9.mp4?clock=true&node=")
        .doesNotContain("DISCONTINUITY");
  }

  @Test
  void fileOfANode_isPassedOn_withItsRangeAndTag() throws Exception {
    ofTwo.segments = List.of(FakeRecordings.segment(7, 5, Duration.ZERO, Duration.ofSeconds(10)));
    ofTwo.write(folder);
    String path = RECORDINGS + "/lobby/segments/7.mp4?whole=true&" + AT_TWO;
    HttpResponse<byte[]> part =
        one.client.send(
            one.request(path).header("Range", "bytes=10-19").build(),
            HttpResponse.BodyHandlers.ofByteArray());
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.body()).containsExactly(10, 11, 12, 13, 14, 15, 16, 17, 18, 19);
    assertThat(part.headers().firstValue("Content-Range")).hasValue("bytes 10-19/1100");
    assertThat(part.headers().firstValue("Content-Type")).hasValue("video/mp4");
    String tag = part.headers().firstValue("ETag").orElseThrow();
    HttpRequest again = one.request(path).header("If-None-Match", tag).build();
    assertThat(one.client.send(again, HttpResponse.BodyHandlers.ofString()).statusCode())
        .isEqualTo(304);
    assertThat(one.get(RECORDINGS + "/lobby/segments/9.mp4?" + AT_TWO).statusCode()).isEqualTo(404);
  }

  @Test
  void nodeThatDoesNotAnswer_isNamed_andWhatTheOthersHaveIsShown() {
    // A port on which nothing listens: connections are refused at once.
    cluster.set(silent("10.0.0.3:25520"));
    HttpResponse<String> events = one.get(EVENTS);
    assertThat(TestService.json(events)).hasSize(2);
    assertThat(events.headers().firstValue("Sluice-Missing-Nodes")).hasValue("10.0.0.3:25520");
    problem(one.get(EVENTS + "/1-lobby-1"), 503, "node-unreachable");
    problem(one.get(RECORDINGS + "?node=10.0.0.3:25520"), 503, "node-unreachable");
    problem(one.get(RECORDINGS + "?node=10.0.0.4:25520"), 404, "unknown-node");
  }

  private ClusterView.Node silent(String name) {
    ClusterView.Node known = cluster.get(TWO);
    return new ClusterView.Node(
        name,
        known.status(),
        true,
        known.capacity(),
        known.labels(),
        known.weight(),
        known.streams(),
        3,
        false,
        known.intake(),
        new NodeAddress("127.0.0.1", 1));
  }

  @Test
  void span_isDeletedAtAllNodes() {
    JsonNode deleted = TestService.json(one.send("DELETE", RECORDINGS + "/lobby?" + TIME, ""));
    JsonNode atOne =
        TestService.json(one.send("DELETE", RECORDINGS + "/lobby?node=" + ONE + "&" + TIME, ""));
    assertThat(deleted.get("files").asLong()).isEqualTo(2 * atOne.get("files").asLong());
    assertThat(atOne.get("files").asLong()).isPositive();
  }

  @Test
  void export_isMadeWhereTheNodeIsNamed_andFoundThere() {
    String body = "{\"from\": \"2026-11-28T14:00:00Z\", \"to\": \"2026-11-28T14:00:10Z\"}";
    HttpResponse<String> taken = one.send("POST", RECORDINGS + "/lobby/exports?" + AT_TWO, body);
    assertThat(taken.statusCode()).isEqualTo(202);
    String place = taken.headers().firstValue("Location").orElseThrow();
    assertThat(place).endsWith("?" + AT_TWO);
    assertThat(one.get(place).statusCode()).isEqualTo(200);
  }

  @Test
  void drain_tellsOfRecordingsThatStay() {
    assertThat(one.send("POST", "/api/v1/cluster/nodes/" + TWO + "/drain", "").body())
        .contains(
            "node %s gives its streams away; it keeps recordings of 2 streams".formatted(TWO));
    assertThat(cluster.asked).containsExactly("drain " + TWO);
  }

  @Test
  void document_saysThatANodeMayBeNamed() {
    assertThat(
            TestService.json(one.get("/api/v1/openapi.json"))
                .at("/paths/~1api~1v1~1recordings/get/parameters")
                .findValuesAsText("name"))
        .contains("node");
  }
}
