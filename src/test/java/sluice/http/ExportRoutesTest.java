package sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.core.recording.ExportAnswer;

@Timeout(60)
class ExportRoutesTest extends WithTestService {
  private static final String LOBBY = "/api/v1/recordings/lobby/exports";
  private static final String DONE = "/api/v1/exports/" + FakeExports.DONE;
  private static final String SPAN =
      "{\"from\": \"2026-11-28T14:00:00Z\", \"to\": \"2026-11-28T14:01:00Z\"}";
  private static final String RUNNING_JSON =
      """
      {"number":9,"stream":"lobby","from":"2026-11-28T14:00:00Z","to":"2026-11-28T14:01:00Z",\
      "state":"running","progress":0.25,"bytes":0,"parts":[],"missing-seconds":0.0}\
      """;

  private TestService service;
  private FakeExports exports;

  @BeforeEach
  void begin() {
    service = start(TestHttpSettings.http());
    exports = service.ports.recordings.exports;
  }

  private static void problem(HttpResponse<String> response, int status, String type) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(TestService.json(response).get("type").asText())
        .isEqualTo("urn:sluice:problem:" + type);
  }

  @Test
  void export_isTaken_andTheAnswerSaysWhereItIs() {
    HttpResponse<String> answer = service.send("POST", LOBBY, SPAN);
    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.headers().firstValue("Location")).contains("/api/v1/exports/9");
    assertThat(answer.body()).isEqualTo(RUNNING_JSON);
    assertThat(exports.asked).containsExactly("lobby 2026-11-28T14:00:00Z 2026-11-28T14:01:00Z");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"from\": \"2026-11-28T14:00:00Z\"}",
        "{\"from\": \"2026-11-28T14:00:00Z\", \"to\": \"later\"}",
        "{\"from\": \"2026-11-28T14:00:00Z\", \"to\": \"2026-11-28T14:00:00Z\"}",
        "{\"from\": \"2026-11-28T14:00:00Z\", \"to\": \"2026-11-28T15:00:00Z\", \"a\": \"b\"}",
        "[]"
      })
  void spanThatCantBeRead_isRefused(String body) {
    assertThat(service.send("POST", LOBBY, body).statusCode()).isEqualTo(400);
    assertThat(exports.asked).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "NOTHING, 404, nothing-recorded",
    "TOO_LARGE, 400, export-too-large",
    "TOO_MANY, 409, too-many-exports",
    "BUSY, 503, exports-busy",
    "NO_ROOM, 507, no-room"
  })
  void refusal_isAProblem_thatSaysWhy(ExportAnswer.Cause cause, int status, String type) {
    exports.refused = Optional.of(new ExportAnswer.Refused(cause, "what to do"));
    HttpResponse<String> answer = service.send("POST", LOBBY, SPAN);
    problem(answer, status, type);
    assertThat(TestService.json(answer).get("detail").asText()).isEqualTo("what to do");
    assertThat(answer.headers().firstValue("Retry-After").isPresent()).isEqualTo(status == 503);
  }

  @Test
  void streamThatNeverWas_isUnknown() {
    exports.refused = Optional.of(new ExportAnswer.Refused(ExportAnswer.Cause.NOTHING, "nothing"));
    problem(service.send("POST", "/api/v1/recordings/never/exports", SPAN), 404, "unknown-stream");
  }

  @Test
  void exports_areShown_withTheirParts() {
    String done =
        """
        {"number":8,"stream":"lobby","from":"2026-11-28T14:00:00Z","to":"2026-11-28T14:01:00Z",\
        "state":"done","progress":1.0,"bytes":150,"parts":[{"name":"1.mp4",\
        "from":"2026-11-28T13:59:59Z","to":"2026-11-28T14:00:20Z","bytes":100},\
        {"name":"2.mp4","from":"2026-11-28T14:00:30Z","to":"2026-11-28T14:01:00Z","bytes":50}],\
        "missing-seconds":2.5,"expires-at":"2026-11-29T14:00:00Z"}\
        """;
    assertThat(service.get(DONE).body()).isEqualTo(done);
    assertThat(service.get("/api/v1/exports").body())
        .isEqualTo("[" + RUNNING_JSON + "," + done + "]");
    problem(service.get("/api/v1/exports/7"), 404, "unknown-export");
    problem(service.get("/api/v1/exports/last"), 404, "unknown-export");
  }

  @Test
  void part_isDownloaded_whole_andInRanges(@TempDir Path folder) throws IOException {
    exports.folder = folder;
    Files.writeString(folder.resolve("2.mp4"), "0123456789".repeat(5));
    HttpResponse<String> whole = service.get(DONE + "/2.mp4");
    assertThat(whole.body()).hasSize(50);
    assertThat(whole.headers().firstValue("Content-Type")).contains("video/mp4");
    assertThat(whole.headers().firstValue("Content-Disposition"))
        .contains("attachment; filename=\"lobby-20261128T140030Z.mp4\"");
    HttpResponse<String> range =
        service.send(service.request(DONE + "/2.mp4").header("Range", "bytes=45-").GET());
    assertThat(range.statusCode()).isEqualTo(206);
    assertThat(range.body()).isEqualTo("56789");
    assertThat(range.headers().firstValue("Content-Range")).contains("bytes 45-49/50");
  }

  @Test
  void partThatIsNotThere_isAProblem(@TempDir Path folder) {
    exports.folder = folder;
    problem(service.get(DONE + "/1.mp4"), 404, "export-gone");
    problem(service.get(DONE + "/3.mp4"), 404, "unknown-part");
    problem(service.get(DONE + "/x.mp4"), 404, "unknown-part");
    problem(service.get("/api/v1/exports/9/1.mp4"), 409, "export-not-done");
  }

  @Test
  void export_isDeleted() {
    assertThat(service.send("DELETE", DONE, "").statusCode()).isEqualTo(204);
    assertThat(exports.deleted).containsExactly(FakeExports.DONE);
    problem(service.send("DELETE", "/api/v1/exports/7", ""), 404, "unknown-export");
  }
}
