package sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.service.sink.SinkTestAnswer;
import sluice.stage.sink.SinkTestResult;

class SinkRoutesTest extends WithTestService {
  private static final String HOOK = "/api/v1/sinks/hook";

  private static final Duration SHORT = Duration.ofMillis(500);

  private TestService service;

  @BeforeEach
  void begin() {
    service = start(TestHttpSettings.http());
  }

  private static void problem(HttpResponse<String> response, int status, String type) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(TestService.json(response).get("type").asText())
        .isEqualTo("urn:sluice:problem:" + type);
  }

  private HttpResponse<String> test() {
    return service.send("POST", HOOK + "/test", "{}");
  }

  @Test
  void sinks_areAllOfTheConfiguration_withTheStreamsThatUseThem() {
    JsonNode sinks = TestService.json(service.get("/api/v1/sinks"));

    assertThat(sinks.findValuesAsText("name")).containsExactly("hook", "files");
    assertThat(sinks.at("/0/used-by")).isEmpty();
    assertThat(sinks.at("/1/used-by/0").asText()).isEqualTo("lobby");
  }

  @Test
  void sink_saysWhereItLeads_whatWaits_andWhatIsLeftOfStreamsThatAreGone() {
    JsonNode hook = TestService.json(service.get(HOOK));

    assertThat(hook.get("target").asText()).isEqualTo("http://127.0.0.1:9");
    assertThat(hook.get("healthy").asBoolean()).isFalse();
    assertThat(hook.get("last-error").asText()).startsWith("no connection");
    assertThat(hook.get("failures").asLong()).isEqualTo(4);
    assertThat(hook.at("/losses/expired").asLong()).isEqualTo(2);
    assertThat(hook.at("/streams/0/stream").asText()).isEqualTo("gone");
    assertThat(hook.at("/streams/0/open").asBoolean()).isFalse();
    assertThat(hook.at("/streams/0/oldest-waiting").asText()).isEqualTo("2026-01-01T00:00:00Z");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET /api/v1/sinks/none", "POST /api/v1/sinks/none/test"})
  void unknownSink_isAProblem(String call) {
    String[] parts = call.split(" ");
    problem(service.send(parts[0], parts[1], "{}"), 404, "unknown-sink");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST /api/v1/sinks", "PUT " + HOOK, "PATCH " + HOOK, "DELETE " + HOOK})
  void nothingMakesOrChangesASink(String call) {
    String[] parts = call.split(" ");
    problem(service.send(parts[0], parts[1], "{}"), 405, "method");
  }

  @Test
  void test_givesFacts() {
    assertThat(test().body())
        .isEqualTo(
            """
            {"fine":true,"facts":[{"name":"answer","value":"204"}],"took-ms":40}\
            """);
  }

  @Test
  void test_mayTakeLongerThanOtherRequests() {
    try (TestService slow =
        new TestService(folder, TestHttpSettings.http().requestTimeout(SHORT))) {
      slow.ports.sinks.answer =
          new CompletableFuture<SinkTestAnswer>()
              .completeOnTimeout(
                  new SinkTestAnswer.Running(), 2 * SHORT.toMillis(), TimeUnit.MILLISECONDS);

      problem(slow.send("POST", HOOK + "/test", "{}"), 409, "sink-test-running");
    }
  }

  @Test
  void test_givesTheFailure_whichIsNoProblemOfTheCall() {
    service.ports.sinks.answer =
        TestService.now(
            new SinkTestAnswer.Done(
                new SinkTestResult(List.of(), Optional.of("it is gone"), Duration.ofSeconds(1))));

    assertThat(test().body())
        .isEqualTo(
            """
            {"fine":false,"facts":[],"failure":"it is gone","took-ms":1000}\
            """);
  }

  @Test
  void oneTestOfASinkAtATime_andAFewInAll() {
    service.ports.sinks.answer = TestService.now(new SinkTestAnswer.Running());
    problem(test(), 409, "sink-test-running");
    service.ports.sinks.answer = TestService.now(new SinkTestAnswer.TooMany(4));
    problem(test(), 503, "too-many-tests");
  }

  @Test
  void test_isAChange_andNotTakenFromAnotherPage() {
    HttpResponse<String> refused =
        service.send(
            service
                .request(HOOK + "/test")
                .header("Content-Type", "application/json")
                .header("Origin", "https://elsewhere.example")
                .POST(HttpRequest.BodyPublishers.ofString("{}")));
    problem(refused, 403, "foreign-origin");
  }

  @Test
  void lookThatTakesTooLong_isAProblem() {
    service.ports.sinks.answer = CompletableFuture.failedStage(new TimeoutException());
    problem(test(), 503, "timeout");
  }
}
