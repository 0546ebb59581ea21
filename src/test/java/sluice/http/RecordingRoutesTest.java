package sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.recording.RecordedSegment;
import sluice.http.api.ServiceDirectory;
import sluice.http.recording.RecordingRoutes;
import sluice.http.routing.ApiRequest;
import sluice.http.routing.Caller;
import sluice.http.routing.Route;

@Timeout(60)
class RecordingRoutesTest extends WithTestService {
  private static final String ALL = "/api/v1/recordings";
  private static final String LOBBY = ALL + "/lobby";
  private static final String AT_TWO = "from=2026-11-28T14:00:00Z&to=2026-11-28T14:01:00Z";

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

  private static String detail(HttpResponse<String> response) {
    return TestService.json(response).get("detail").asText();
  }

  @Test
  void recordings_areThoseOfEachStream_alsoOfOnesThatAreGone() {
    assertThat(service.get(ALL).body())
        .isEqualTo(
            """
            [{"stream":"gone","segments":1,"bytes":10,\
            "oldest":"2026-11-28T14:00:00Z","newest":"2026-11-28T14:00:01Z"},\
            {"stream":"lobby","segments":3,"bytes":3300,\
            "oldest":"2026-11-28T14:00:00Z","newest":"2026-11-28T14:00:30Z"}]\
            """);
  }

  @Test
  void timeline_hasSpans_inSoManySteps() {
    assertThat(service.get(LOBBY + "/timeline?" + AT_TWO + "&step=2.5").body())
        .isEqualTo(
            """
            {"stream":"lobby","from":"2026-11-28T14:00:00Z","to":"2026-11-28T14:01:00Z",\
            "step-seconds":2.5,"spans":[{"from":"2026-11-28T14:00:00Z",\
            "to":"2026-11-28T14:00:30Z","bytes":3300}],\
            "motion-spans":[{"from":"2026-11-28T14:00:00Z","to":"2026-11-28T14:00:25Z","bytes":2700}],\
            "event-spans":[{"from":"2026-11-28T14:00:00Z","to":"2026-11-28T14:00:20Z","bytes":2200}],\
            "locked-spans":[{"from":"2026-11-28T14:00:00Z","to":"2026-11-28T14:00:10Z","bytes":1100}]}\
            """);
    service.get(LOBBY + "/timeline?" + AT_TWO);
    assertThat(recordings.asked)
        .containsExactly(
            "lobby 2026-11-28T14:00:00Z 2026-11-28T14:01:00Z PT2.5S",
            "lobby 2026-11-28T14:00:00Z 2026-11-28T14:01:00Z PT0.06S");
  }

  @Test
  void timeline_isOfTheLastDay_whereNoTimeIsGiven() {
    Instant before = Instant.now().minusSeconds(1);
    JsonNode timeline = TestService.json(service.get(LOBBY + "/timeline"));
    Instant to = Instant.parse(timeline.get("to").asText());
    assertThat(to).isBetween(before, Instant.now());
    assertThat(timeline.get("from").asText()).isEqualTo(to.minus(Duration.ofDays(1)).toString());
    assertThat(timeline.get("step-seconds").asDouble()).isEqualTo(86.4);

    JsonNode until = TestService.json(service.get(LOBBY + "/timeline?to=2026-11-28T14:00:00.5Z"));
    assertThat(until.get("from").asText()).isEqualTo("2026-11-27T14:00:00.500Z");
  }

  @Test
  void timeline_isEmpty_ofAStreamWithoutRecordings_andAProblemOfNone() {
    assertThat(TestService.json(service.get(ALL + "/gone/timeline?" + AT_TWO)).get("spans"))
        .isEmpty();
    problem(service.get(ALL + "/none/timeline?" + AT_TWO), 404, "unknown-stream");
    problem(service.get(ALL + "/none/index.m3u8?" + AT_TWO), 404, "unknown-stream");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0.01", "-1", "1e3", "often", "", "17.2"})
  void step_thatGivesTooManySpans_isRefused_withTheLeast(String step) {
    String day = "from=2026-11-28T00:00:00Z&to=2026-11-29T00:00:00Z";
    HttpResponse<String> refused = service.get(LOBBY + "/timeline?" + day + "&step=" + step);
    problem(refused, 400, "refused");
    assertThat(detail(refused)).contains("at least 17.284 for this time");
    assertThat(service.get(LOBBY + "/timeline?" + day + "&step=17.284").statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2026-11-28",
        "2026-11-28T14:00Z",
        "2026-11-28T14:00:00",
        "2026-11-28T14:00:00+01:00",
        "2026-11-28 14:00:00Z",
        "2026-13-28T14:00:00Z",
        "2026-02-30T14:00:00Z",
        "+999999999-12-31T23:59:59Z",
        "1764338400",
        "now"
      })
  void timeThatIsNone_isRefused(String text) {
    String given = URLEncoder.encode(text, StandardCharsets.UTF_8);
    for (String path : List.of("/timeline?from=", "/timeline?to=", "/index.m3u8?from=")) {
      HttpResponse<String> refused = service.get(LOBBY + path + given);
      problem(refused, 400, "refused");
      assertThat(detail(refused)).contains("must be a time in UTC, as in 2026-11-28T14:00:00Z");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-11-28T14:00:00Z", "2026-11-28T14:00:01Z", "2027-01-01T00:00:00Z"})
  void timeThatEndsBeforeItBegins_isRefused(String from) {
    HttpResponse<String> refused =
        service.get(LOBBY + "/timeline?from=" + from + "&to=2026-11-28T14:00:00Z");
    problem(refused, 400, "refused");
    assertThat(detail(refused)).startsWith("from must be before to");
  }

  @Test
  void playlist_isOfWhatIsRecordedThen_withAddressesThatLead() throws IOException {
    recordings.write(folder);
    HttpResponse<String> playlist = service.get(LOBBY + "/index.m3u8?" + AT_TWO);

    assertThat(playlist.headers().firstValue("Content-Type"))
        .hasValue("application/vnd.apple.mpegurl");
    assertThat(playlist.body())
        .isEqualTo(
            """
            #EXTM3U
            #EXT-X-VERSION:7
            #EXT-X-TARGETDURATION:10
            #EXT-X-PLAYLIST-TYPE:VOD
            #EXT-X-INDEPENDENT-SEGMENTS
            #EXT-X-MAP:URI="runs/5/init.mp4"
            #EXT-X-PROGRAM-DATE-TIME:2026-11-28T14:00:00Z
            #EXTINF:10.000,
            segments/7.mp4?clock=true
            #EXT-X-ENDLIST
            """);
    for (String path : List.of("runs/5/init.mp4", "segments/7.mp4")) {
      assertThat(service.get(LOBBY + "/" + path).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void playlist_ofATimeWithoutRecordings_isAProblem() {
    HttpResponse<String> none =
        service.get(LOBBY + "/index.m3u8?from=2026-11-27T14:00:00Z&to=2026-11-27T14:01:00Z");
    problem(none, 404, "nothing-recorded");
    assertThat(detail(none)).contains("/api/v1/recordings/lobby/timeline");
  }

  @Test
  void playlist_isOfADayAtMost() {
    String from = LOBBY + "/index.m3u8?from=2026-11-28T13:00:00Z&to=";
    assertThat(service.get(from + "2026-11-29T13:00:00Z").statusCode()).isEqualTo(200);
    HttpResponse<String> refused = service.get(from + "2026-11-29T13:00:00.001Z");
    problem(refused, 400, "refused");
    assertThat(detail(refused)).contains("at most 24 h, and 10000 segments");
  }

  @Test
  void playlist_isOfTenThousandSegmentsAtMost() {
    List<RecordedSegment> many = new ArrayList<>();
    for (int i = 1; i <= 10_001; i++) {
      Duration start = Duration.ofSeconds(2).multipliedBy(i);
      many.add(FakeRecordings.segment(i, FakeRecordings.RUN, start, Duration.ofSeconds(2)));
    }
    String day = LOBBY + "/index.m3u8?from=2026-11-28T14:00:00Z&to=2026-11-29T14:00:00Z";
    recordings.segments = many.subList(0, 10_000);
    assertThat(service.get(day).body().lines().filter(line -> line.startsWith("segments/")))
        .hasSize(10_000);
    recordings.segments = many;
    problem(service.get(day), 400, "refused");
  }

  @Test
  void init_isKeptByClients() {
    HttpResponse<String> init = service.get(LOBBY + "/runs/5/init.mp4");
    assertThat(init.body()).isEqualTo(new String(FakeRecordings.INIT, StandardCharsets.UTF_8));
    assertThat(init.headers().firstValue("Content-Type")).hasValue("video/mp4");
    assertThat(init.headers().firstValue("Cache-Control"))
        .hasValue("private, max-age=31536000, immutable");
    String tag = init.headers().firstValue("ETag").orElseThrow();
    HttpResponse<String> again =
        service.send(service.request(LOBBY + "/runs/5/init.mp4").header("If-None-Match", tag));
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/lobby/runs/6/init.mp4, unknown-run",
    "/yard/runs/5/init.mp4, unknown-run",
    "/lobby/runs/0/init.mp4, unknown-run",
    "/lobby/runs/x/init.mp4, unknown-run",
    "/lobby/segments/8.mp4, unknown-segment",
    "/yard/segments/7.mp4, unknown-segment",
    "/gone/segments/7.mp4, unknown-segment",
    "/lobby/segments/0.mp4, unknown-segment",
    "/lobby/segments/-7.mp4, unknown-segment",
    "/lobby/segments/07.mp4, unknown-segment",
    "/lobby/segments/7x.mp4, unknown-segment",
    "/lobby/segments/99999999999999999999.mp4, unknown-segment",
    "/lobby/segments/7, not-found",
    "/lobby/segments/7.mp3, not-found",
    "/lobby/segments/.mp4, not-found",
    "/lobby/segments/7.mp4/, not-found",
    "/lobby/segments/..%2f7.mp4, not-found",
    "/lobby/segments/%2e%2e%2f%2e%2e%2fetc%2fpasswd.mp4, not-found",
    "/lobby/segments/../segments/8.mp4, unknown-segment",
    "/lobby/segments/%2e%2e.mp4, not-found",
    "/lobby/segments/7%00.mp4, not-found",
    "/..%2flobby/segments/7.mp4, not-found",
    "/lobby/segments/2026-11-28%2F14%2F7.mp4, not-found",
  })
  void whatTheStreamDoesNotHave_isAProblem(String path, String type) throws IOException {
    recordings.write(folder);
    problem(service.get(ALL + path), 404, type);
  }

  @Test
  void withoutAStore_routesSayWhichSettingMakesOne() throws Exception {
    List<Route> routes =
        new RecordingRoutes(
                Optional::empty, new ServiceDirectory(service.control), InstantSource.system())
            .routes();
    assertThat(routes).hasSize(5);
    for (Route route : routes) {
      org.apache.pekko.http.javadsl.model.HttpResponse answer =
          route
              .handler()
              .handle(
                  new ApiRequest(
                      HttpRequest.GET("/"),
                      Caller.stranger(InetAddress.getLoopbackAddress()),
                      Map.of("id", "lobby"),
                      ""))
              .toCompletableFuture()
              .get(10, TimeUnit.SECONDS);
      assertThat(answer.status().intValue()).isEqualTo(404);
      assertThat(((HttpEntity.Strict) answer.entity()).getData().utf8String())
          .contains("urn:sluice:problem:no-recordings", "recording.mode of a stream");
    }
  }

  @Test
  void storeThatCannotBeRead_isAProblem() {
    recordings.before =
        () -> {
          throw new SluiceException(ErrorCode.INPUT, "the index can't be read: disk full");
        };
    HttpResponse<String> failed = service.get(ALL);
    problem(failed, 503, "unavailable");
    assertThat(detail(failed)).isEqualTo("the index can't be read: disk full");
  }

  @Test
  void storeThatHangs_isNotWaitedForForEver() {
    CountDownLatch released = new CountDownLatch(1);
    try (TestService impatient =
        new TestService(folder, TestHttpSettings.http().requestTimeout(Duration.ofMillis(300)))) {
      impatient.ports.recordings.before = () -> awaitIt(released);
      problem(impatient.get(ALL), 503, "timeout");
      released.countDown();
    }
  }

  private static void awaitIt(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
