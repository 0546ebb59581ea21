package sluice.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sluice.config.settings.Right;
import sluice.core.SluiceException;
import sluice.http.routing.OpenApiTest;
import sluice.http.routing.Route;

@Timeout(60)
class SecurityTest extends WithTestService {
  private static final String STREAMS = "/api/v1/streams";
  private static final Map<String, Integer> OPEN = Map.of("/health/live", 200, "/api/v1/live", 426);

  /** Sends what a proper client wouldn't, and reads the answer until the server closes. */
  private static String raw(TestService service, String request) throws Exception {
    try (Socket socket = new Socket("127.0.0.1", service.server.address().getPort())) {
      socket.setSoTimeout(20_000);
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void everyRoute_requiresToken_exceptLivenessAndSocket() {
    TestService tested = start(TestHttpSettings.http().withToken().failedLogins(100));
    for (Route route : OpenApiTest.routes(tested)) {
      String path = route.path().replace("{id}", "lobby").replaceAll("\\{\\w+\\}", "7");
      int status = tested.send(route.method(), path, "{}").statusCode();
      assertThat(status).as(path).isEqualTo(OPEN.getOrDefault(path, 401));
    }
    assertThat(tested.get("/nothing").statusCode()).isEqualTo(401);
    HttpResponse<String> refused = tested.get(STREAMS);
    assertThat(refused.headers().allValues("WWW-Authenticate"))
        .anyMatch(value -> value.startsWith("Bearer"))
        .anyMatch(value -> value.startsWith("Basic"));
  }

  @Test
  void token_isAccepted_fromScriptsAndBrowsers() {
    TestService tested = start(TestHttpSettings.http().withToken());
    assertThat(with(tested, "Bearer " + TestHttpSettings.TOKEN)).isEqualTo(200);
    byte[] pair = ("me:" + TestHttpSettings.TOKEN).getBytes(StandardCharsets.UTF_8);
    assertThat(with(tested, "Basic " + Base64.getEncoder().encodeToString(pair))).isEqualTo(200);
  }

  @Test
  void wrongTokens_areLimitedAndCounted_andLockNobodyOut() {
    TestService tested = start(TestHttpSettings.http().withToken().failedLogins(3));
    for (int i = 0; i < 3; i++) {
      assertThat(with(tested, "Bearer wrong")).isEqualTo(401);
    }
    for (int i = 0; i < 20; i++) {
      assertThat(with(tested, "Bearer wrong")).isEqualTo(429);
      assertThat(with(tested, "Bearer " + TestHttpSettings.TOKEN)).isEqualTo(200);
    }
    String metrics =
        tested
            .send(
                tested
                    .request("/metrics")
                    .header("Authorization", "Bearer " + TestHttpSettings.TOKEN))
            .body();
    assertThat(metrics)
        .contains("sluice_http_refused_total{reason=\"wrong-token\"} 3.0")
        .contains("sluice_http_refused_total{reason=\"too-many-wrong-tokens\"} 20.0");
  }

  private static int with(TestService service, String authorization) {
    return service
        .send(service.request(STREAMS).header("Authorization", authorization))
        .statusCode();
  }

  @Test
  void foreignHostHeader_isRefused() throws Exception {
    TestService tested = start(TestHttpSettings.http());
    assertThat(
            raw(
                tested,
                "GET /health/live HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 421 ");
    assertThat(raw(tested, "GET /health/live HTTP/1.1\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 4");
    assertThat(
            raw(
                tested,
                "GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200 ");
  }

  @Test
  void changes_requireJson_andNoForeignOrigin() {
    TestService tested = start(TestHttpSettings.http());
    HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.ofString("{}");
    String restart = STREAMS + "/lobby/restart";
    assertThat(tested.send(tested.request(restart).POST(body)).statusCode()).isEqualTo(415);
    assertThat(
            tested
                .send(tested.request(restart).header("Content-Type", "text/plain").POST(body))
                .statusCode())
        .isEqualTo(415);
    HttpRequest.Builder json = tested.request(restart).header("Content-Type", "application/json");
    assertThat(
            tested
                .send(json.copy().header("Origin", "http://evil.example").POST(body))
                .statusCode())
        .isEqualTo(403);
    assertThat(
            tested.send(json.copy().header("Sec-Fetch-Site", "cross-site").POST(body)).statusCode())
        .isEqualTo(403);
    assertThat(tested.restarted).isEmpty();
    String own = "http://127.0.0.1:" + tested.server.address().getPort();
    assertThat(tested.send(json.copy().header("Origin", own).POST(body)).statusCode())
        .isEqualTo(200);
  }

  @Test
  void bodySizeAndRequestRate_areLimited() {
    TestService tested = start(TestHttpSettings.http().maxBody(2_000).rate(5));
    assertThat(tested.send("POST", STREAMS, "{\"id\":\"" + "x".repeat(3_000) + "\"}").statusCode())
        .isEqualTo(413);
    int last = 0;
    for (int i = 0; i < 200 && last != 429; i++) {
      last = tested.get("/health/live").statusCode();
    }
    assertThat(last).isEqualTo(429);
  }

  @Test
  void everyResponse_hasSecurityHeaders_andQuotesNothing() throws Exception {
    TestService tested = start(TestHttpSettings.http().withToken());
    for (String path : List.of("/health/live", STREAMS, "/nothing")) {
      assertThat(tested.get(path).headers().map())
          .containsEntry("x-content-type-options", List.of("nosniff"))
          .containsEntry("cache-control", List.of("no-store"))
          .containsKey("content-security-policy")
          .doesNotContainKey("server");
    }
    String broken =
        raw(
            tested,
            "GET /\u0001 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + TestHttpSettings.TOKEN
                + "\r\nConnection: close\r\n\r\n");
    assertThat(broken).startsWith("HTTP/1.1 400 ").contains("application/problem+json", "nosniff");
    assertThat(broken).doesNotContain(TestHttpSettings.TOKEN);
  }

  @Test
  void unprotectedBind_isRefused() {
    for (TestHttpSettings settings :
        List.of(
            TestHttpSettings.http(),
            TestHttpSettings.http().withToken(),
            TestHttpSettings.http().withToken("guard", Right.VIEW),
            TestHttpSettings.http().behindProxy())) {
      assertThatThrownBy(() -> start(settings.bind("0.0.0.0")))
          .hasCauseInstanceOf(SluiceException.class)
          .hasMessageContaining("sluice.http.bind");
    }
  }
}
