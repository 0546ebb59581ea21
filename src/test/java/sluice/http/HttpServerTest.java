package sluice.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.config.settings.Isolation;
import sluice.config.settings.StreamConfig;
import sluice.core.source.CertificateFingerprint;
import sluice.core.source.TlsTrust;
import sluice.http.api.IsolationPort;
import sluice.http.api.IsolationPort.IsolationStatus;
import sluice.http.api.Snapshot;
import sluice.service.model.ModelStatus;

@Timeout(60)
class HttpServerTest {
  private static final String STREAMS = "/api/v1/streams";
  private static final String YARD =
      "{\"id\": \"yard\", \"source\": \"rtsp://u:" + TestService.PASSWORD + "@10.0.0.6/2\"}";

  @TempDir Path folder;
  private TestService service;

  @BeforeEach
  void start() {
    service = new TestService(folder, TestHttpSettings.http().watchers(2));
  }

  @AfterEach
  void stop() {
    service.close();
  }

  private JsonNode problem(HttpResponse<String> response, int status, String type) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    JsonNode body = TestService.json(response);
    assertThat(body.get("type").asText()).isEqualTo("urn:sluice:problem:" + type);
    assertThat(body.get("status").asInt()).isEqualTo(status);
    return body;
  }

  @Test
  void streams_areCreatedReadUpdatedAndDeleted() {
    HttpResponse<String> created = service.send("POST", STREAMS, YARD);
    assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
    assertThat(created.headers().firstValue("Location")).hasValue(STREAMS + "/yard");

    JsonNode all = TestService.json(service.get(STREAMS));
    assertThat(all).hasSize(2);
    assertThat(all.get(0).get("file").asText()).isEqualTo(service.file.toString());
    assertThat(all.get(1).get("source").asText()).isEqualTo("rtsp://***@10.0.0.6/2");
    assertThat(all.get(1).at("/status/state").asText()).isEqualTo("running");
    assertThat(all.get(1).at("/status/drops/overload").asInt()).isEqualTo(1);
    assertThat(all.get(1).at("/status/latency-ms/end-to-end/p99").asDouble()).isEqualTo(7);

    assertThat(service.send("PATCH", STREAMS + "/yard", "{\"threshold\": 0.9}").statusCode())
        .isEqualTo(200);
    assertThat(TestService.json(service.get(STREAMS + "/yard")).get("threshold").asDouble())
        .isEqualTo(0.9);
    assertThat(service.send("DELETE", STREAMS + "/yard", "").statusCode()).isEqualTo(204);
    problem(service.get(STREAMS + "/yard"), 404, "unknown-stream");
  }

  @Test
  void putOfShownStream_keepsTheSecret() {
    service.send("POST", STREAMS, YARD);
    ObjectNode shown = (ObjectNode) TestService.json(service.get(STREAMS + "/yard"));
    shown.put("threshold", 0.25);

    assertThat(service.send("PUT", STREAMS + "/yard", shown.toString()).statusCode())
        .isEqualTo(200);

    StreamConfig kept =
        Objects.requireNonNull(service.control.state().streams().get("yard")).config();
    assertThat(kept.source().reveal()).contains(TestService.PASSWORD);
    assertThat(kept.threshold()).hasValue(0.25);
  }

  @Test
  void invalidRequest_yieldsProblem_withReason() {
    for (String method : List.of("PUT", "PATCH", "DELETE")) {
      JsonNode problem =
          problem(service.send(method, STREAMS + "/lobby", "{}"), 409, "stream-of-file");
      assertThat(problem.get("detail").asText()).contains(service.file.toString());
    }
    service.send("POST", STREAMS, YARD);
    problem(service.send("POST", STREAMS, YARD), 409, "stream-exists");
    service.send("POST", STREAMS, YARD.replace("yard", "y2"));
    problem(service.send("POST", STREAMS, YARD.replace("yard", "y3")), 409, "too-many-streams");
    problem(service.send("PUT", STREAMS + "/none", YARD), 404, "unknown-stream");
    JsonNode invalid =
        problem(
            service.send("PATCH", STREAMS + "/yard", "{\"treshold\": 1}"), 422, "invalid-settings");
    assertThat(invalid.at("/problems/0/nearest").asText()).contains("threshold");
    for (String body : List.of("", "[]", "{", "{\"a\":1,\"a\":2}", "{} {}", "[".repeat(9_999))) {
      problem(service.send("POST", STREAMS, body), 400, "bad-body");
    }
    problem(service.get("/api/v1/nothing"), 404, "not-found");
    problem(service.get(STREAMS + "/%2e%2e%2fx"), 404, "not-found");
    problem(service.get(STREAMS + "/a%20b"), 404, "not-found");
    HttpResponse<String> wrongMethod = service.send("DELETE", STREAMS, "");
    problem(wrongMethod, 405, "method");
    assertThat(wrongMethod.headers().firstValue("Allow")).hasValue("GET, POST");
  }

  @Test
  void streams_areRestartedPausedAndResumed() {
    assertThat(service.send("POST", STREAMS + "/lobby/restart", "").statusCode()).isEqualTo(200);
    assertThat(service.restarted).containsExactly("lobby");
    HttpResponse<String> paused = service.send("POST", STREAMS + "/lobby/pause", "");
    assertThat(paused.statusCode()).isEqualTo(200);
    assertThat(TestService.json(paused).get("paused").asBoolean()).isTrue();
    assertThat(service.send("POST", STREAMS + "/lobby/resume", "").statusCode()).isEqualTo(200);
    problem(service.send("POST", STREAMS + "/none/restart", ""), 404, "unknown-stream");
    problem(service.send("POST", STREAMS + "/none/pause", ""), 404, "unknown-stream");
  }

  @Test
  void reloadProbeDevicesAndLogLevels_areServed() {
    service.configure("10.0.0.7");
    JsonNode reloaded = TestService.json(service.send("POST", "/api/v1/config/reload", ""));
    assertThat(reloaded.at("/changed")).hasToString("[\"streams.lobby\"]");
    assertThat(reloaded.at("/left/0")).hasToString("\"models.person\"");
    service.write("\n\nsluice.http.prot = 1");
    JsonNode refused =
        problem(service.send("POST", "/api/v1/config/reload", ""), 422, "invalid-settings");
    assertThat(refused.at("/problems/0/line").asInt()).isEqualTo(3);
    assertThat(refused.at("/problems/0/nearest").asText()).isEqualTo("port");

    String probe = "/api/v1/sources/probe";
    JsonNode found =
        TestService.json(service.send("POST", probe, "{\"source\": \"rtsp://10.0.0.5/1\"}"));
    assertThat(found.get("codec").asText()).isEqualTo("h264");
    assertThat(TestService.json(service.send("POST", probe, "{\"source\": \"rtsp://10.0.0.9\"}")))
        .hasToString("{\"readable\":false,\"reason\":\"can't open rtsp://10.0.0.9\"}");
    problem(service.send("POST", probe, "{}"), 400, "bad-body");
    problem(
        service.send("POST", probe, "{\"source\": \"rtsp://1.1.1.1/\"}"), 422, "source-refused");

    String camera = "{\"source\": \"rtsps://10.0.0.5/1\", %s}";
    String pin = "0A".repeat(32);
    service.send("POST", probe, camera.formatted("\"tls-fingerprint\": \"" + pin + "\""));
    assertThat(service.ports.probed.orElseThrow().tlsFingerprint())
        .contains(new CertificateFingerprint(pin));
    service.send("POST", probe, camera.formatted("\"tls\": \"insecure\""));
    assertThat(service.ports.probed.orElseThrow().tls()).isEqualTo(TlsTrust.Mode.INSECURE);
    for (String bad :
        List.of(
            "\"tls\": \"off\"",
            "\"tls-fingerprint\": \"ab\"",
            "\"tls\": \"insecure\", \"tls-fingerprint\": \"" + pin + "\"")) {
      problem(service.send("POST", probe, camera.formatted(bad)), 400, "bad-body");
    }

    assertThat(TestService.json(service.get("/api/v1/devices")).at("/0/name").asText())
        .isEqualTo("CPU");
    String levels = "/api/v1/log/levels";
    assertThat(
            TestService.json(service.send("PATCH", levels, "{\"sluice.service\": \"debug\"}"))
                .get("sluice.service")
                .asText())
        .isEqualTo("debug");
    problem(service.send("PATCH", levels, "{\"sluice\": \"loud\"}"), 400, "bad-body");
  }

  @Test
  void boxOfDecoders_isServed() {
    JsonNode off = TestService.json(service.get("/api/v1/isolation"));
    assertThat(off.get("mode").asText()).isEqualTo("off");
    assertThat(off.has("box")).isFalse();

    service.ports.isolation =
        new IsolationStatus(
            Isolation.NETWORK,
            true,
            2,
            Optional.of(
                new IsolationPort.Box(
                    3, false, false, true, true, false, List.of("no rules for ports"))));
    JsonNode on = TestService.json(service.get("/api/v1/isolation"));
    assertThat(on.get("mode").asText()).isEqualTo("network");
    assertThat(on.get("required").asBoolean()).isTrue();
    assertThat(on.get("processes").asInt()).isEqualTo(2);
    assertThat(on.at("/box/landlock").asInt()).isEqualTo(3);
    assertThat(on.at("/box/capabilities-dropped").asBoolean()).isTrue();
    assertThat(on.at("/box/missing/0").asText()).isEqualTo("no rules for ports");
  }

  @Test
  void snapshot_isServed_onceThereIsAPicture() {
    HttpResponse<String> response = service.get(STREAMS + "/lobby/snapshot.jpg");
    assertThat(response.headers().firstValue("Content-Type")).hasValue("image/jpeg");
    service.ports.picture = new Snapshot.None();
    HttpResponse<String> none = service.get(STREAMS + "/lobby/snapshot.jpg");
    problem(none, 503, "no-picture");
    assertThat(none.body()).contains("stream lobby doesn't run; see its state");
    service.ports.picture = new Snapshot.Late(Duration.ofSeconds(12), Duration.ofMillis(10_400));
    HttpResponse<String> late = service.get(STREAMS + "/lobby/snapshot.jpg");
    problem(late, 503, "no-picture");
    assertThat(late.body())
        .contains("no frame of stream lobby came within 12 s; ask again in 11 s");
    assertThat(late.headers().firstValue("Retry-After")).hasValue("11");
    problem(service.get(STREAMS + "/none/snapshot.jpg"), 404, "unknown-stream");
  }

  @Test
  void startupProbe_succeeds_onceModelsAreReady() {
    service.modelState = ModelStatus.State.COMPILING;
    HttpResponse<String> early = service.get("/health/startup");
    assertThat(early.statusCode()).isEqualTo(503);
    assertThat(early.body()).contains("model person is being compiled");
  }

  @Test
  void healthProbes_stateTheReason() {
    assertThat(service.get("/health/live").statusCode()).isEqualTo(200);
    assertThat(service.get("/health/ready").statusCode()).isEqualTo(200);
    service.modelState = ModelStatus.State.RETRYING;
    HttpResponse<String> broken = service.get("/health/ready");
    assertThat(broken.statusCode()).isEqualTo(503);
    assertThat(broken.body()).contains("model person failed: it fell over");
    service.modelState = ModelStatus.State.READY;
    assertThat(service.get("/health/startup").statusCode()).isEqualTo(200);
    service.modelState = ModelStatus.State.COMPILING;
    assertThat(service.get("/health/ready").statusCode()).isEqualTo(503);
    assertThat(service.get("/health/startup").statusCode()).as("the start is over").isEqualTo(200);
    service.modelState = ModelStatus.State.READY;
    service.server.announceStop();
    assertThat(service.get("/health/ready").body()).contains("being stopped");
  }

  /** As one text the metrics of thousands of streams would take their size several times over. */
  @Test
  void metrics_areStreamed() {
    HttpResponse<String> metrics = service.get("/metrics");
    assertThat(metrics.headers().firstValue("Content-Length")).isEmpty();
    assertThat(metrics.headers().firstValue("Transfer-Encoding")).contains("chunked");
    assertThat(metrics.body()).contains("sluice_heap_limit_bytes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/openmetrics-text;version=1.0.0;q=0.6,text/plain;version=0.0.4;q=0.4,*/*;q=0.1"
            + " | application/openmetrics-text; version=1.0.0",
        "application/openmetrics-text | application/openmetrics-text; version=1.0.0",
        "text/plain, application/openmetrics-text;q=0.5 | text/plain; version=0.0.4",
        "application/openmetrics-text;q=0 | text/plain; version=0.0.4",
        "no list; of=types,, | text/plain; version=0.0.4",
        "*/* | text/plain; version=0.0.4"
      })
  void metrics_areInTheFormat_thatTheClientAccepts(String accepts, String type) throws Exception {
    HttpResponse<String> metrics =
        service.client.send(
            service.request("/metrics").header("Accept", accepts).build(),
            HttpResponse.BodyHandlers.ofString());

    assertThat(metrics.headers().firstValue("Content-Type")).contains(type);
    assertThat(metrics.body().endsWith("# EOF\n")).isEqualTo(type.startsWith("application"));
  }

  @Test
  void metrics_listStream_untilItIsRemoved() {
    service.telemetry.observer("lobby").frameRead();
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(service.get("/metrics").body())
                    .contains("sluice_frames_in_total{stream=\"lobby\"} 1.0")
                    .contains("sluice_stream_state{state=\"running\",stream=\"lobby\"} 1.0")
                    .contains(
                        "sluice_stream_restarts_total{cause=\"silence\",stream=\"lobby\"} 2.0")
                    .contains("sluice_model_requests_busy{model=\"person\"} 1.0")
                    .contains("sluice_leases_open 2.0")
                    .contains("jvm_memory_used_bytes"));
    service.send("POST", STREAMS, YARD);
    service.telemetry.observer("yard").frameRead();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> service.get("/metrics").body().contains("state=\"running\",stream=\"yard\""));
    service.send("DELETE", STREAMS + "/yard", "");
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> !service.get("/metrics").body().contains("yard"));
  }

  @Test
  void events_areStreamedAndResumed_untilServerStops() throws Exception {
    HttpResponse<InputStream> watching =
        service.client.send(
            service.request("/api/v1/events").build(), HttpResponse.BodyHandlers.ofInputStream());
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(watching.body(), StandardCharsets.UTF_8));
    assertThat(lines.readLine()).isEqualTo("retry: 2000");
    await().until(() -> service.telemetry.events().watchers() == 1);
    service.telemetry.events().publish("lobby", "detections", "{\"n\":1}");
    service.telemetry.events().publish("lobby", "detections", "{\"n\":2}");
    String first = lineAfter(lines, "id: ", "data: {\"n\":1}");
    assertThat(lineAfter(lines, "id: ", "data: {\"n\":2}")).isNotEqualTo(first);

    HttpResponse<InputStream> resumed =
        service.client.send(
            service
                .request(STREAMS + "/lobby/events")
                .header("Last-Event-ID", first.substring("id: ".length()))
                .build(),
            HttpResponse.BodyHandlers.ofInputStream());
    BufferedReader more =
        new BufferedReader(new InputStreamReader(resumed.body(), StandardCharsets.UTF_8));
    lineAfter(more, "id: ", "data: {\"n\":2}");
    await().until(() -> service.telemetry.events().watchers() == 2);
    problem(service.get("/api/v1/events"), 503, "too-many-watchers");

    service.server.stop(Duration.ofSeconds(20)).toCompletableFuture().join();

    readToTheEnd(more);
    readToTheEnd(lines);
    await().until(() -> service.telemetry.events().watchers() == 0);
  }

  /** An answer without an end may end in the middle of a connection's life, or with it. */
  private static void readToTheEnd(BufferedReader lines) {
    try {
      lines.lines().forEach(line -> {});
    } catch (UncheckedIOException closed) {
      assertThat(closed).hasMessageContaining("closed");
    }
  }

  /** Reads up to a line; gives the last line before it that begins so. */
  private static String lineAfter(BufferedReader lines, String prefix, String end)
      throws IOException {
    String found = "";
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      found = line.startsWith(prefix) ? line : found;
      if (line.equals(end)) {
        return found;
      }
    }
    throw new AssertionError("the answer ended before " + end);
  }

  @Test
  void responses_neverContainThePassword() {
    service.send("POST", STREAMS, YARD);
    StringBuilder everything = new StringBuilder();
    for (String path :
        List.of(
            STREAMS,
            STREAMS + "/lobby",
            STREAMS + "/yard",
            STREAMS + "/yard/history",
            "/api/v1/models",
            "/api/v1/config",
            "/metrics",
            "/health/ready")) {
      HttpResponse<String> response = service.get(path);
      assertThat(response.statusCode()).as(path).isEqualTo(200);
      everything.append(response.body()).append(response.headers().map());
    }
    String marked =
        "rtsp://u:" + TestService.PASSWORD + "@10.0.0.9/" + TestService.PASSWORD.length();
    everything
        .append(service.send("POST", STREAMS, YARD).body())
        .append(
            service
                .send("POST", STREAMS, "{\"id\": \"x\", \"source\": [\"" + marked + "\"]}")
                .body())
        .append(service.send("POST", STREAMS, "{\"source\": \"" + marked + "\", oops").body())
        .append(
            service
                .send("POST", "/api/v1/sources/probe", "{\"source\": \"" + marked + "\"}")
                .body())
        .append(
            service
                .send("POST", "/api/v1/sources/probe", "{\"source\": 1, \"" + marked + "\": 1}")
                .body())
        .append(service.send("PUT", STREAMS + "/yard", YARD.replace("yard", "other")).body());
    assertThat(everything).contains("***").doesNotContain(TestService.PASSWORD);
  }
}
