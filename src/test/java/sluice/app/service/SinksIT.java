package sluice.app.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.StreamObserver;
import sluice.http.HttpServer;
import sluice.testing.ApiClient;
import sluice.testing.BrightClip;
import sluice.testing.StartedService;
import sluice.testing.TinySsd;
import sluice.testing.servers.HookServer;

/** Sinks in the API and in the metrics of a service whose receiver is killed and comes back. */
@Timeout(120)
class SinksIT {
  private static final String HOOK = "/api/v1/sinks/hook";
  private static final String SECRET = "marked-token";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  private final HookServer receiver = new HookServer();
  private final Set<String> answers = ConcurrentHashMap.newKeySet();
  private StartedService service;
  private HttpServer server;
  private ApiClient client;

  @BeforeEach
  void start() throws IOException {
    receiver.start();
    Path clip = BrightClip.write(folder, "clip.mkv", 50);
    service =
        new StartedService(
            folder,
            """
            sluice {
              data-dir = "%1$s/data"
              http.port = 0
              security.file-roots = ["%1$s"]
              models.tiny.model = "%2$s"
              defaults { model = tiny, detect-fps = 10 }
              sinks.files { type = json-lines, path = "%1$s/{stream}.jsonl" }
              sinks.hook {
                type = webhook, url = "%3$s?token=%4$s", only = all, batch-wait = 0s
              }
              streams.lobby {
                source = "%5$s", loop = true, realtime = true, sinks = [files, hook]
              }
            }
            """
                .formatted(folder, TinySsd.write(folder), receiver.url(), SECRET, clip),
            id -> StreamObserver.NONE);
    server = service.listen();
    client = new ApiClient(server.address().getPort());
    ApiClient.Answer created =
        client.send(
            "POST",
            ApiClient.STREAMS,
            "{\"id\": \"guest\", \"source\": \"%s\", \"loop\": true, \"realtime\": true, \"sinks\": [\"hook\"]}"
                .formatted(clip));
    assertThat(created.status()).as(created.body()).isEqualTo(201);
  }

  @AfterEach
  void end() {
    client.close();
    server.stop(Duration.ofSeconds(3)).toCompletableFuture().join();
    service.close();
    receiver.close();
  }

  private JsonNode hook() {
    ApiClient.Answer answer = client.get(HOOK);
    answers.add(answer.body());
    return answer.json();
  }

  private JsonNode test() {
    ApiClient.Answer answer = client.send("POST", HOOK + "/test", "");
    answers.add(answer.body());
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }

  private String metrics() {
    String all = client.get("/metrics").body();
    answers.add(all);
    return all;
  }

  private void await(Predicate<JsonNode> hook) {
    Awaitility.await().atMost(PATIENCE).until(() -> hook.test(hook()));
  }

  private static boolean hasPart(JsonNode hook, String stream, boolean open) {
    for (JsonNode part : hook.get("streams")) {
      if (part.get("stream").asText().equals(stream) && part.get("open").asBoolean() == open) {
        return true;
      }
    }
    return false;
  }

  @Test
  void receiverThatIsKilled_makesItsSinkUnhealthy_andWhatWaitsIsDelivered() {
    await(hook -> hook.get("healthy").asBoolean() && hook.get("written").asLong() > 5);
    await(hook -> hasPart(hook, "lobby", true) && hasPart(hook, "guest", true));
    await(hook -> hook.get("rate").asDouble() > 0);
    assertThat(hook().get("used-by")).extracting(JsonNode::asText).contains("lobby", "guest");
    assertThat(hook().get("last-error")).isNull();

    receiver.kill();
    await(
        hook ->
            !hook.get("healthy").asBoolean()
                && hook.get("last-error").asText().contains("127.0.0.1")
                && hook.get("failures").asLong() > 0
                && hook.get("waiting-bytes").asLong() > 0
                && !hook.get("oldest-waiting").isNull());
    long waiting = hook().get("waiting").asLong();
    await(hook -> hook.get("waiting").asLong() > waiting);
    JsonNode failed = test();
    assertThat(failed.get("fine").asBoolean()).isFalse();
    assertThat(failed.get("failure").asText()).contains("127.0.0.1");
    assertThat(client.send("DELETE", ApiClient.STREAMS + "/guest", "").status()).isEqualTo(204);
    await(hook -> hasPart(hook, "guest", false));
    assertThat(hook().get("used-by")).extracting(JsonNode::asText).containsExactly("lobby");
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(metrics())
                    .contains(
                        "sluice_sink_healthy{sink=\"hook\",stream=\"lobby\"} 0.0",
                        "sluice_sink_healthy{sink=\"files\",stream=\"lobby\"} 1.0",
                        "sluice_sink_waiting{sink=\"hook\",stream=\"guest\"} "));

    receiver.start();
    await(
        hook ->
            hook.get("healthy").asBoolean()
                && hook.get("waiting").asLong() < waiting
                && !hasPart(hook, "guest", false));
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> !metrics().contains("sink=\"hook\",stream=\"guest\""));
    assertThat(client.metric("sluice_sink_delivery_seconds_count")).isPositive();
    assertThat(client.metric("sluice_sink_failures_total")).isPositive();
    JsonNode fine = test();
    assertThat(fine.get("fine").asBoolean()).as(fine.toString()).isTrue();
    assertThat(fine.get("facts")).isNotEmpty();
    assertThat(receiver.requests())
        .anyMatch(request -> request.text().contains("\"type\":\"test\""));
    answers.add(client.get("/api/v1/sinks").body());
    answers.add(client.get("/api/v1/config").body());
    assertThat(answers).noneMatch(answer -> answer.contains(SECRET));
  }
}
