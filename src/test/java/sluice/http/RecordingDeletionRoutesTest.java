package sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.core.recording.DeletedSpan;

@Timeout(60)
class RecordingDeletionRoutesTest extends WithTestService {
  private static final String FROM = "from=2026-11-28T14:00:00Z";
  private static final String TO = "to=2026-11-28T15:00:00Z";

  private TestService service;
  private FakeRecordings recordings;

  @BeforeEach
  void begin() {
    service = start(TestHttpSettings.http());
    recordings = service.ports.recordings;
  }

  private HttpResponse<String> delete(String path) {
    return service.send("DELETE", "/api/v1/recordings/" + path, "");
  }

  private static void problem(HttpResponse<String> response, int status, String type) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(TestService.json(response).get("type").asText())
        .isEqualTo("urn:sluice:problem:" + type);
  }

  @Test
  void span_isDeleted_andTheAnswerSaysWhatIsGone_andWhatStayed() {
    HttpResponse<String> answer = delete("lobby?" + FROM + "&" + TO);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo(
            """
            {"stream":"lobby","from":"2026-11-28T14:00:00Z","to":"2026-11-28T15:00:00Z",\
            "files":5,"bytes":500,"events":3,"stuck":0,"locked-events":1,"kept-files":2,\
            "kept-bytes":200,"cut-events":4,"complete":true}\
            """);
    assertThat(recordings.deleted)
        .containsExactly("lobby 2026-11-28T14:00:00Z 2026-11-28T15:00:00Z");
  }

  @Test
  void whatIsLeft_isSaid() {
    recordings.deletion = new DeletedSpan(5_000, 1, 0, 2, 0, 0, 0, 0, false);
    JsonNode answer = TestService.json(delete("lobby?" + FROM + "&" + TO));
    assertThat(answer.get("complete").asBoolean()).isFalse();
    assertThat(answer.get("stuck").asInt()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "?" + FROM,
        "?" + TO,
        "?from=2026-11-28T14:00:00Z&to=2026-11-28T14:00:00Z",
        "?from=yesterday&" + TO
      })
  void spanThatIsNotNamed_isRefused(String query) {
    problem(delete("lobby" + query), 400, "refused");
    assertThat(recordings.deleted).isEmpty();
  }

  @Test
  void recordingOfAStreamThatIsGone_isDeleted_andOneThatNeverWasIsAProblem() {
    assertThat(delete("gone?" + FROM + "&" + TO).statusCode()).isEqualTo(200);
    problem(delete("never?" + FROM + "&" + TO), 404, "unknown-stream");
  }
}
