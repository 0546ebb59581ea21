package sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RecordedSegmentRoutesTest extends WithTestService {
  private static final String ALL = "/api/v1/recordings/";
  private static final String HOUR = "/segments?from=2026-11-28T14:00:00Z&to=2026-11-28T15:00:00Z";

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
  void segments_haveTheirTimesAndRuns() {
    assertThat(service.get(ALL + "lobby" + HOUR).body())
        .isEqualTo(
            """
            {"stream":"lobby","from":"2026-11-28T14:00:00Z","to":"2026-11-28T15:00:00Z",\
            "segments":[{"number":7,"run":5,"from":"2026-11-28T14:00:00Z",\
            "to":"2026-11-28T14:00:10Z","bytes":1000}],\
            "runs":[{"number":5,"began-at":"2026-11-28T14:00:00Z","codecs":"avc1.64001f",\
            "width":640,"height":480,"audio":false}]}\
            """);
  }

  @Test
  void moreThanOneAnswerHolds_isReachedByNext_withEachRunOnce() {
    recordings.segments =
        LongStream.range(0, 205)
            .mapToObj(
                i ->
                    FakeRecordings.segment(
                        i + 1,
                        FakeRecordings.RUN,
                        Duration.ofSeconds(10 * i),
                        Duration.ofSeconds(10)))
            .toList();

    JsonNode first = TestService.json(service.get(ALL + "lobby" + HOUR));
    assertThat(first.get("segments")).hasSize(200);
    assertThat(first.get("runs")).hasSize(1);
    assertThat(first.get("next").asText()).isEqualTo("2026-11-28T14:33:20Z");

    JsonNode second =
        TestService.json(
            service.get(
                ALL
                    + "lobby/segments?from=%s&to=2026-11-28T15:00:00Z"
                        .formatted(first.get("next").asText())));
    assertThat(second.get("segments")).hasSize(5);
    assertThat(second.at("/segments/0/number").asLong()).isEqualTo(201);
    assertThat(second.has("next")).isFalse();
  }

  @Test
  void segments_areNone_whereNothingIsRecordedThen_andAProblemOfNoStream() {
    recordings.segments = List.of();
    assertThat(TestService.json(service.get(ALL + "lobby" + HOUR)).get("segments")).isEmpty();
    assertThat(TestService.json(service.get(ALL + "gone" + HOUR)).get("segments")).isEmpty();
    problem(service.get(ALL + "none" + HOUR), 404, "unknown-stream");
    problem(service.get(ALL + "lobby/segments?from=yesterday"), 400, "refused");
  }
}
