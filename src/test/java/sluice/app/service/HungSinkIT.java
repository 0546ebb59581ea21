package sluice.app.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import sluice.testing.BrightClip;
import sluice.testing.ChildJvm;
import sluice.testing.Interrupts;
import sluice.testing.ServiceChild;
import sluice.testing.TinySsd;

/**
 * A sink that really hangs: its file is a pipe without a reader, so that its thread stays in the
 * system's {@code open}, which nothing can interrupt.
 */
@Timeout(300)
@EnabledOnOs(OS.LINUX)
class HungSinkIT {
  private static final Duration IN_TIME = Duration.ofSeconds(60);

  /** From the first frame that was inferred, hence the call that hangs, to what the status says. */
  private static final Duration SEEN_WITHIN = Duration.ofSeconds(15);

  @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private String api = "";

  @Test
  void streamGoesOn_isSeenAsUnhealthy_andEveryEndComesInTime() throws Exception {
    Interrupts.require();
    for (String name : List.of("latest", "every", "removed")) {
      assertThat(ChildJvm.start(List.of("mkfifo", pipe(name).toString())).waitFor()).isZero();
    }
    Path configuration = configure();
    try (ServiceChild child = ServiceChild.start(configuration, folder.resolve("log"))) {
      api = "http://127.0.0.1:" + child.port() + "/api/v1/streams/";
      for (String name : List.of("latest", "every", "removed")) {
        until(name + " has frames", () -> inferred(name) > 0);
      }
      Awaitility.await("all are unhealthy")
          .atMost(SEEN_WITHIN)
          .until(() -> isUnhealthy("latest") && isUnhealthy("every") && isUnhealthy("removed"));
      Map<String, Long> before = new HashMap<>();
      for (String name : List.of("latest", "every", "removed")) {
        before.put(name, inferred(name));
      }
      for (String name : List.of("latest", "every", "removed")) {
        until(name + " goes on", () -> inferred(name) > before.get(name) + 100);
        assertThat(sink(name).path("lost").asLong()).isPositive();
        assertThat(sink(name).path("last-error").asText()).contains("it hangs");
        assertThat(status(name).path("state").asText()).isEqualTo("running");
      }

      send("POST", "latest/restart");
      until("restarted", () -> status("latest").path("restarts").path("request").asLong() == 1);
      until("runs again", () -> status("latest").path("state").asText().equals("running"));
      send("POST", "every/pause");
      until("stopped", () -> status("every").path("state").asText().equals("paused"));
      send("DELETE", "removed");
      child.awaitLog("stream removed: its sinks were not finished in time", 1);
      until("removed", () -> get("removed").statusCode() == 404);
      child.awaitResults("healthy");

      child.signal("TERM");
      assertThat(child.exitCode()).as(child.log()).isZero();
      assertThat(child.log()).contains("ended in order");
    }
  }

  private Path pipe(String stream) {
    return folder.resolve(stream + ".jsonl");
  }

  private Path configure() throws IOException, InterruptedException {
    Path model = TinySsd.write(folder);
    Path clip = BrightClip.of(320, 192).write(folder.resolve("clip.mkv"), BrightClip.PERIOD);
    Path data = Files.createDirectories(folder.resolve("data"));
    Files.writeString(
        data.resolve("streams.json"),
        """
        {"schema":1,"streams":{"removed":{"id":"removed","source":"%s"}},"paused":[]}
        """
            .formatted(clip));
    return Files.writeString(
        folder.resolve("a.conf"),
        """
        sluice {
          data-dir = "%1$s/data"
          http.port = 0
          models.tiny { model = "%2$s", requests = 1, cache-dir = "%1$s/compiled" }
          sinks.out { type = json-lines, path = "%1$s/{stream}.jsonl" }
          security.file-roots = ["%1$s"]
          shutdown.timeout = 40s
          defaults { model = tiny, sinks = [out], loop = true, realtime = true }
          streams.healthy.source = "%3$s"
          streams.latest { source = "%3$s", delivery = latest }
          streams.every { source = "%3$s", delivery = every }
        }
        """
            .formatted(folder, model, clip));
  }

  private JsonNode status(String stream) throws Exception {
    return new ObjectMapper().readTree(get(stream).body()).path("status");
  }

  private long inferred(String stream) throws Exception {
    return status(stream).path("frames-inferred").asLong();
  }

  private JsonNode sink(String stream) throws Exception {
    return status(stream).path("sinks").path(0);
  }

  private boolean isUnhealthy(String stream) throws Exception {
    return !sink(stream).path("healthy").asBoolean(true);
  }

  private HttpResponse<String> get(String stream) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(api + stream)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private void send(String method, String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(api + path))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    int status = client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
    assertThat(status).as(method + " " + path).isBetween(200, 204);
  }

  private static void until(String what, java.util.concurrent.Callable<Boolean> condition) {
    Awaitility.await(what).atMost(IN_TIME).until(condition);
  }
}
