package sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;
import sluice.config.SettingSamples;
import sluice.config.settings.Right;
import sluice.config.settings.TokenHash;
import sluice.http.page.PageRoutes;
import sluice.http.routing.OpenApiTest;
import sluice.http.routing.Route;
import sluice.service.LogLevels;

/** Who may do what: every route with every right. */
@Timeout(60)
class RightsTest extends WithTestService {
  /**
   * Apart from these, which need no token, and the two lists below, routes need the right to view.
   */
  private static final Set<String> OPEN = Set.of("live", "watchLive");

  private static final Set<String> OPERATE =
      Set.of(
          "patchStream",
          "restartStream",
          "pauseStream",
          "resumeStream",
          "resetCounts",
          "lockEvent",
          "exportRecording",
          "deleteExport",
          "unlockEvent",
          "testSink",
          "getConfig",
          "getIsolation",
          "getLogLevels",
          "drainNode",
          "endDrainOfNode",
          "moveStream");

  private static final Set<String> ADMIN =
      Set.of(
          "createStream",
          "putStream",
          "deleteStream",
          "deleteEvent",
          "deleteRecording",
          "reloadConfig",
          "probeSource",
          "patchLogLevels");

  private final ListAppender<ILoggingEvent> audit = new ListAppender<>();
  private final Logger auditLogger = (Logger) LoggerFactory.getLogger(LogLevels.AUDIT);

  @BeforeEach
  void listen() {
    audit.start();
    auditLogger.addAppender(audit);
    auditLogger.setLevel(Level.INFO);
  }

  @AfterEach
  void stopListening() {
    auditLogger.detachAppender(audit);
  }

  private static TestHttpSettings settings() {
    TestHttpSettings settings = TestHttpSettings.http().failedLogins(1_000);
    for (Right right : Right.values()) {
      settings.withToken(right.word(), right);
    }
    return settings;
  }

  private static Optional<Right> needed(Route route) {
    String id = route.operation().id();
    return OPEN.contains(id)
        ? Optional.empty()
        : Optional.of(
            ADMIN.contains(id) ? Right.ADMIN : OPERATE.contains(id) ? Right.OPERATE : Right.VIEW);
  }

  /** The status alone: some answers have no end. */
  private static int status(TestService tested, String method, String path, Optional<Right> right) {
    HttpRequest.Builder request =
        tested
            .request(path)
            .header("Content-Type", "application/json")
            .method(
                method,
                method.equals("GET")
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString("{}"));
    right.ifPresent(each -> request.header("Authorization", bearer(each)));
    try {
      HttpResponse<InputStream> response =
          tested.client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      response.body().close();
      return response.statusCode();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(method + " " + path, e);
    }
  }

  private static String bearer(Right right) {
    return "Bearer " + TestHttpSettings.token(right.word());
  }

  private static HttpResponse<String> send(
      TestService tested, Right right, String method, String path, String body) {
    HttpRequest.Builder request =
        tested
            .request(path)
            .header("Content-Type", "application/json")
            .header("Authorization", bearer(right));
    return tested.send(request.method(method, HttpRequest.BodyPublishers.ofString(body)));
  }

  private List<String> audited() {
    return audit.list.stream()
        .map(event -> event.getLevel() + " " + event.getFormattedMessage())
        .toList();
  }

  @Test
  void everyRoute_isForThoseWithItsRightAlone() {
    TestService tested = start(settings());
    tested.write(
        """
        sluice {
          streams.lobby.source = "demo:"
          http.tokens { %s }
        }
        """
            .formatted(
                Stream.of(Right.values())
                    .map(
                        right ->
                            "%1$s { hash = \"%2$s\", right = %1$s }"
                                .formatted(
                                    right.word(),
                                    TokenHash.of(TestHttpSettings.token(right.word()))))
                    .collect(Collectors.joining(", "))));
    List<Route> routes = new ArrayList<>(OpenApiTest.routes(tested));
    routes.addAll(PageRoutes.routes());
    Set<String> wrong = new TreeSet<>();
    for (Route route : routes) {
      Optional<Right> needed = needed(route);
      assertThat(route.operation().right()).as(route.operation().id()).isEqualTo(needed);
      String path =
          route
              .path()
              .replace("{id}", "lobby")
              .replace("{event}", FakeRecordings.EVENT)
              .replaceAll("\\{\\w+\\}", "7");
      Map<String, Integer> expected = new LinkedHashMap<>();
      Map<String, Integer> seen = new LinkedHashMap<>();
      for (Optional<Right> right : withNone()) {
        int refused =
            needed.isEmpty() ? 0 : right.isEmpty() ? 401 : allows(right, needed) ? 0 : 403;
        String who = right.map(Right::word).orElse("none");
        expected.put(who, refused);
        int status = status(tested, route.method(), path, right);
        seen.put(who, status == 401 || status == 403 ? status : 0);
      }
      if (!seen.equals(expected)) {
        wrong.add("%s %s: %s".formatted(route.method(), route.path(), seen));
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static List<Optional<Right>> withNone() {
    List<Optional<Right>> result = new ArrayList<>();
    result.add(Optional.empty());
    for (Right right : Right.values()) {
      result.add(Optional.of(right));
    }
    return result;
  }

  private static boolean allows(Optional<Right> right, Optional<Right> needed) {
    return right.orElseThrow().compareTo(needed.orElseThrow()) >= 0;
  }

  @Test
  void missingRight_isNamed_counted_andNothingIsDone() {
    TestService tested = start(settings());
    HttpResponse<String> refused =
        send(tested, Right.VIEW, "POST", "/api/v1/streams/lobby/restart", "{}");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
    assertThat(TestService.json(refused).get("type").asText())
        .isEqualTo("urn:sluice:problem:missing-right");
    assertThat(TestService.json(refused).get("detail").asText())
        .isEqualTo(
            "this needs the right operate, and the token view has view; send one that has it");
    assertThat(tested.restarted).isEmpty();
    assertThat(send(tested, Right.VIEW, "GET", "/metrics", "").body())
        .contains("sluice_http_refused_total{reason=\"missing-right\"} 1.0");
    assertThat(send(tested, Right.OPERATE, "POST", "/api/v1/streams/lobby/restart", "{}"))
        .extracting(HttpResponse::statusCode)
        .isEqualTo(200);
    assertThat(tested.restarted).containsExactly("lobby");
  }

  @Test
  void operators_changeWhatIsLookedFor_butNotWhereFramesComeFromOrGo() {
    TestService tested = start(settings());
    assertThat(
            send(
                tested,
                Right.ADMIN,
                "POST",
                "/api/v1/streams",
                "{\"id\": \"yard\", \"source\": \"demo:\"}"))
        .extracting(HttpResponse::statusCode)
        .isEqualTo(201);
    Set<String> refused = new TreeSet<>();
    for (String key : SettingSamples.streamKeys()) {
      String setting = key.replaceFirst("\\..*", "");
      String body = "{\"threshold\": 0.5, \"%s\": null}".formatted(setting);
      if (!setting.equals("threshold")
          && send(tested, Right.OPERATE, "PATCH", "/api/v1/streams/yard", body).statusCode()
              == 403) {
        refused.add(setting);
      }
    }
    assertThat(refused)
        .containsExactly(
            "id",
            "password",
            "recording",
            "sinks",
            "source",
            "tls",
            "tls-fingerprint",
            "tracing",
            "transport",
            "user");
    assertThat(tested.control.state().streams().get("yard").config().source().toString())
        .contains("demo");

    HttpResponse<String> source =
        send(
            tested,
            Right.OPERATE,
            "PATCH",
            "/api/v1/streams/yard",
            "{\"source\": \"demo:people=1\"}");
    assertThat(TestService.json(source).get("detail").asText())
        .isEqualTo(
            "to set source needs the right admin, and the token operate has operate; send one that"
                + " has it");
    assertThat(
            send(
                    tested,
                    Right.OPERATE,
                    "PATCH",
                    "/api/v1/streams/yard",
                    "{\"threshold\": 0.25, \"status\": {}}")
                .statusCode())
        .isEqualTo(200);
    assertThat(tested.control.state().streams().get("yard").config().threshold().toString())
        .contains("0.25");
  }

  @Test
  void about_saysWhoAsks_andWhatTheyMay() {
    TestService tested = start(settings());
    HttpResponse<String> about = send(tested, Right.OPERATE, "GET", "/api/v1/about", "");
    assertThat(TestService.json(about).get("token").asText()).isEqualTo("operate");
    assertThat(TestService.json(about).get("right").asText()).isEqualTo("operate");
  }

  @Test
  void serverWithoutTokens_letsEverybodyDoEverything() {
    TestService tested = start(TestHttpSettings.http());
    HttpResponse<String> about = tested.get("/api/v1/about");
    assertThat(TestService.json(about).has("token")).isFalse();
    assertThat(TestService.json(about).get("right").asText()).isEqualTo("admin");
    assertThat(tested.send("POST", "/api/v1/streams/lobby/restart", "{}").statusCode())
        .isEqualTo(200);
    assertThat(audited())
        .containsExactly(
            "INFO restartStream: POST /api/v1/streams/lobby/restart by (no token) from 127.0.0.1:"
                + " 200");
  }

  @Test
  void eachChange_isOneLineOfTheAuditLog_andLookingIsNone() {
    TestService tested = start(settings());
    String secret = "marked-secret";
    send(tested, Right.VIEW, "GET", "/api/v1/streams", "");
    send(tested, Right.VIEW, "POST", "/api/v1/live/tickets", "{}");
    send(tested, Right.OPERATE, "GET", "/api/v1/config", "");
    tested.send("POST", "/api/v1/nothing", "{}");

    send(tested, Right.OPERATE, "POST", "/api/v1/streams/lobby/restart?key=" + secret, "{}");
    send(
        tested,
        Right.ADMIN,
        "POST",
        "/api/v1/streams",
        "{\"id\": \"yard\", \"source\": \"rtsp://me:" + secret + "@10.0.0.5/1\"}");
    send(tested, Right.ADMIN, "DELETE", "/api/v1/streams/none", "{}");
    send(tested, Right.VIEW, "DELETE", "/api/v1/streams/yard", "{}");
    tested.send("DELETE", "/api/v1/streams/yard", "{}");

    assertThat(audited())
        .containsExactly(
            "INFO restartStream: POST /api/v1/streams/lobby/restart by operate from 127.0.0.1: 200",
            "INFO createStream: POST /api/v1/streams by admin from 127.0.0.1: 201,"
                + " /api/v1/streams/yard",
            "INFO deleteStream: DELETE /api/v1/streams/none by admin from 127.0.0.1: 404",
            "WARN deleteStream: DELETE /api/v1/streams/yard by view from 127.0.0.1: 403",
            "WARN deleteStream: DELETE /api/v1/streams/yard by (no token) from 127.0.0.1: 401");
  }

  @Test
  void reload_takesTokensOver_andOthersAreGone() {
    TestService tested = start(settings());
    String young = "y".repeat(TokenHash.SHORTEST);
    tested.write(
        """
        sluice {
          streams.lobby.source = "demo:"
          http.tokens.young { hash = "%s", right = admin }
        }
        """
            .formatted(TokenHash.of(young)));
    HttpResponse<String> reloaded =
        send(tested, Right.ADMIN, "POST", "/api/v1/config/reload", "{}");
    assertThat(reloaded.statusCode()).as(reloaded.body()).isEqualTo(200);

    assertThat(send(tested, Right.ADMIN, "GET", "/api/v1/about", "").statusCode()).isEqualTo(401);
    HttpResponse<String> about =
        tested.send(tested.request("/api/v1/about").header("Authorization", "Bearer " + young));
    assertThat(TestService.json(about).get("token").asText()).isEqualTo("young");
  }

  @Test
  void openApi_namesTheRightOfEachOperation() {
    TestService tested = start(TestHttpSettings.http());
    HttpResponse<String> document = tested.get("/api/v1/openapi.json");
    OpenApiTest.routes(tested)
        .forEach(
            route -> {
              String at =
                  "/paths/%s/%s"
                      .formatted(
                          route.path().replace("~", "~0").replace("/", "~1"),
                          route.method().toLowerCase(Locale.ROOT));
              assertThat(TestService.json(document).at(at + "/x-right").asText())
                  .as(at)
                  .isEqualTo(needed(route).map(Right::word).orElse(""));
            });
  }
}
