package sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ThumbnailRoutesTest extends WithTestService {
  private static final String PICTURE = "/api/v1/recordings/lobby/thumbnail.jpg";
  private static final String AT = "?at=2026-11-28T14:00:03Z";

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
  void picture_isAJpegInTheWidth_thatClientsKeepForAWhile() {
    HttpResponse<String> picture = service.get(PICTURE + AT + "&width=64");
    assertThat(picture.body()).isEqualTo("\u0002");
    assertThat(picture.headers().firstValue("Content-Type")).contains("image/jpeg");
    assertThat(picture.headers().firstValue("Cache-Control")).contains("private, max-age=60");
    assertThat(service.get(PICTURE + AT).body()).isEqualTo("\n");
    assertThat(recordings.asked)
        .containsExactly("lobby 2026-11-28T14:00:03Z 64", "lobby 2026-11-28T14:00:03Z 320");

    String tag = picture.headers().firstValue("ETag").orElseThrow();
    HttpResponse<String> again =
        service.send(
            service.request(PICTURE + AT + "&width=64").header("If-None-Match", tag).GET());
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
  }

  @Test
  void timeAtWhichNothingIsRecorded_isAProblem() {
    problem(service.get(PICTURE + "?at=2026-11-28T15:00:00Z"), 404, "nothing-recorded");
    problem(service.get("/api/v1/recordings/gone/thumbnail.jpg" + AT), 404, "nothing-recorded");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "?at=noon",
        AT + "&width=31",
        AT + "&width=1281",
        AT + "&width=-5",
        AT + "&width=wide"
      })
  void whatCantBeShown_isRefused(String query) {
    problem(service.get(PICTURE + query), 400, "refused");
    assertThat(recordings.asked).isEmpty();
  }
}
