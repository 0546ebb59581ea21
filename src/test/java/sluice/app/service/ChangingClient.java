package sluice.app.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import sluice.testing.ApiClient;
import sluice.testing.ApiClient.Answer;

/**
 * A client that changes streams, and knows the expected state of those that no other client
 * touches: four of its own, and one of the file that it may pause. Others change the shared ones
 * too. One thread.
 */
final class ChangingClient {
  /** A stream of the configuration's file. */
  static final String OF_FILE = "f0";

  private static final List<String> SHARED = List.of("shared-0", "shared-1");

  private final ApiClient api;
  private final Random random;
  private final String clip;
  private final List<String> own;
  private final String paused;
  private final Map<String, Settings> expected = new HashMap<>();
  private int acknowledged;
  private int refused;

  /** What is known of a stream. */
  record Settings(double threshold, double fps, boolean paused) {
    static Settings of(JsonNode stream) {
      return new Settings(
          stream.path("threshold").asDouble(),
          stream.path("detect-fps").asDouble(),
          stream.path("paused").asBoolean());
    }

    Settings paused(boolean rests) {
      return new Settings(threshold, fps, rests);
    }

    String members(String clip) {
      return "\"source\": \"%s\", \"threshold\": %s, \"detect-fps\": %s"
          .formatted(clip, threshold, fps);
    }
  }

  /**
   * A client.
   *
   * @param number different for each
   * @param ofFile the stream of the file that this one alone pauses; empty for none
   */
  ChangingClient(ApiClient api, int number, Optional<String> ofFile, String clip) {
    this.api = api;
    this.random = new Random(number);
    this.clip = clip;
    this.own = List.of("own-" + number + "-a", "own-" + number + "-b", "own-" + number + "-c");
    this.paused = ofFile.orElse(own.getFirst());
    ofFile.ifPresent(id -> expected.put(id, Settings.of(api.stream(id).json())));
  }

  /** What must be there now. */
  Map<String, Settings> expected() {
    return Map.copyOf(expected);
  }

  int acknowledged() {
    return acknowledged;
  }

  int refused() {
    return refused;
  }

  /** Makes a change, or tries to, and looks at what came of it. */
  void change() {
    String id = own.get(random.nextInt(own.size()));
    switch (random.nextInt(10)) {
      case 0, 1, 2, 3 -> edit(id);
      case 4, 5 -> act(id);
      case 6 -> act(paused);
      case 7 -> refusedForSure(id);
      default -> shared(SHARED.get(random.nextInt(SHARED.size())));
    }
  }

  private void edit(String id) {
    Settings before = expected.get(id);
    Settings fresh = new Settings(random.nextInt(1, 100) / 100.0, random.nextInt(1, 20), false);
    if (before == null) {
      String body = "{\"id\": \"%s\", %s}".formatted(id, fresh.members(clip));
      done(id, fresh, api.send("POST", ApiClient.STREAMS, body));
      return;
    }
    String path = ApiClient.STREAMS + "/" + id;
    switch (random.nextInt(3)) {
      case 0 ->
          done(
              id,
              fresh.paused(before.paused()),
              api.send("PUT", path, "{" + fresh.members(clip) + "}"));
      case 1 ->
          done(
              id,
              new Settings(fresh.threshold(), before.fps(), before.paused()),
              api.send("PATCH", path, "{\"threshold\": " + fresh.threshold() + "}"));
      default -> done(id, null, api.send("DELETE", path, ""));
    }
  }

  private void act(String id) {
    String action = List.of("pause", "resume", "restart").get(random.nextInt(3));
    Answer answer = api.send("POST", ApiClient.STREAMS + "/" + id + "/" + action, "");
    Settings before = expected.get(id);
    if (before == null) {
      unchanged(id, answer);
    } else {
      done(id, before.paused(action.equals("pause")), answer);
    }
  }

  private void refusedForSure(String id) {
    String one = ApiClient.STREAMS + "/" + id;
    String sound = "\"source\": \"" + clip + "\"";
    Answer answer =
        switch (random.nextInt(9)) {
          case 0 ->
              api.send(
                  "POST", ApiClient.STREAMS, "{\"id\": \"bad\", " + sound + ", \"threshold\": 7}");
          case 1 -> api.send("POST", ApiClient.STREAMS, "{\"id\": \"bad\", " + sound);
          case 2 -> api.send("POST", ApiClient.STREAMS, "{\"id\": \"b d\", " + sound + "}");
          case 3 ->
              api.send("POST", ApiClient.STREAMS, "{\"id\": \"bad\", \"source\": \"/etc/passwd\"}");
          case 4 -> api.send("PATCH", one, "{\"treshold\": 0.5}");
          case 5 -> api.send("PUT", one, "{\"id\": \"other\", " + sound + "}");
          case 6 -> api.send("PATCH", one, "{\"threshold\": 0.5}", "text/plain");
          case 7 -> api.send("DELETE", ApiClient.STREAMS + "/" + OF_FILE, "");
          default -> api.send("PATCH", ApiClient.STREAMS + "/" + OF_FILE, "{\"threshold\": 0.1}");
        };
    unchanged(id, answer);
  }

  /** Streams that all clients change: a client that comes too late gets a refusal. */
  private void shared(String id) {
    String path = ApiClient.STREAMS + "/" + id;
    Answer answer =
        switch (random.nextInt(5)) {
          case 0, 1 ->
              api.send(
                  "POST",
                  ApiClient.STREAMS,
                  "{\"id\": \"%s\", \"source\": \"%s\"}".formatted(id, clip));
          case 2 -> api.send("PATCH", path, "{\"threshold\": 0.5}");
          case 3 -> api.send("POST", path + "/pause", "");
          default -> api.send("DELETE", path, "");
        };
    if (answer.isDone()) {
      acknowledged++;
    } else {
      refused++;
      answer.requireProblem();
    }
  }

  private void done(String id, Settings after, Answer answer) {
    assertThat(answer.isDone()).as("%s: %d %s", id, answer.status(), answer.body()).isTrue();
    acknowledged++;
    if (after == null) {
      expected.remove(id);
    } else {
      expected.put(id, after);
    }
    requireAsExpected(id);
  }

  private void unchanged(String id, Answer answer) {
    answer.requireProblem();
    refused++;
    requireAsExpected(id);
  }

  private void requireAsExpected(String id) {
    Settings settings = expected.get(id);
    Answer now = api.stream(id);
    if (settings == null) {
      assertThat(now.status()).as(now.body()).isEqualTo(404);
      now.requireProblem();
    } else {
      assertThat(Settings.of(now.json())).as("%s: %s", id, now.body()).isEqualTo(settings);
    }
  }
}
