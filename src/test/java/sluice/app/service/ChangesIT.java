package sluice.app.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import sluice.testing.ApiClient;
import sluice.testing.BrightClip;
import sluice.testing.Interrupts;
import sluice.testing.ServiceChild;
import sluice.testing.TinySsd;

/** Many clients change streams at the same time while others run; then the process is killed. */
@Timeout(300)
@EnabledOnOs(OS.LINUX)
class ChangesIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /**
   * Threads of bounded pools, which leave when they have been idle: of looking models up, compiling
   * and closing them (20), of looking hosts up (8), and Pekko's for what blocks (16). A leak of the
   * changes here would be of hundreds.
   */
  private static final int POOLED = 44;

  private static final int CLIENTS = 8;
  private static final int CHANGES = 500;
  private static final List<String> OF_FILE =
      List.of(ChangingClient.OF_FILE, "f1", "f2", "f3", "f4", "f5");

  @TempDir Path folder;
  private Path clip;
  private Path configuration;
  private ServiceChild service;
  private ApiClient api;
  private int acknowledged;
  private int refused;

  /** What a service holds while nothing runs in it. */
  private record Held(long threads, long descriptors, double nativeBytes) {}

  @BeforeEach
  void start() throws Exception {
    Interrupts.require();
    clip = BrightClip.write(folder, "clip.mkv", 25);
    StringBuilder text =
        new StringBuilder(
            """
            sluice {
              data-dir = "%1$s/data"
              models.tiny.model = "%2$s"
              defaults { model = tiny, loop = true, realtime = true }
              security.file-roots = ["%1$s"]
              http { port = 0, limits { requests-per-second = 100000, max-streams = 64 } }
            """
                .formatted(folder, TinySsd.write(folder)));
    for (String id : OF_FILE) {
      text.append("  streams.%s.source = \"%s\"%n".formatted(id, clip));
    }
    configuration = Files.writeString(folder.resolve("a.conf"), text.append("}\n"));
    open("first");
  }

  private void open(String name) throws IOException {
    service = ServiceChild.start(configuration, folder.resolve(name + ".log"));
    api = new ApiClient(service.port());
  }

  @AfterEach
  void leaveNoProcess() {
    api.close();
    service.close();
  }

  @Test
  void changesOfManyClients_areAllThereAfterwards_andNothingIsLeft() throws Exception {
    awaitRunning();
    Held before = held();

    change(CHANGES / 2);
    awaitStates();
    removeAdded();
    requireNothingLeft(before);

    Map<String, ChangingClient.Settings> expected = change(CHANGES - CHANGES / 2);
    Map<String, JsonNode> shown = settings();
    service.close();
    api.close();
    open("second");

    assertThat(settings()).isEqualTo(shown);
    expected.forEach(
        (id, settings) ->
            assertThat(ChangingClient.Settings.of(shown.get(id))).as(id).isEqualTo(settings));
    assertThat(acknowledged).isGreaterThan(CHANGES / 3);
    assertThat(refused).isGreaterThan(CHANGES / 10);
    awaitStates();
    awaitRunning();
    removeAdded();
    requireNothingLeft(before);
    assertThat(service.end()).as(service.log()).isZero();
    assertThat(service.log()).contains("ended in order").doesNotContain("\tat ", "ERROR");
  }

  /** Makes so many changes; gives what must be there now. */
  private Map<String, ChangingClient.Settings> change(int changes) throws Exception {
    List<ChangingClient> clients = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int number = 0; number < CLIENTS; number++) {
        ChangingClient client =
            new ChangingClient(
                api, number, OF_FILE.stream().skip(number).findFirst(), clip.toString());
        clients.add(client);
        int own = changes / CLIENTS + (number < changes % CLIENTS ? 1 : 0);
        all.add(
            threads.submit(
                () -> {
                  for (int change = 0; change < own; change++) {
                    client.change();
                  }
                }));
      }
      for (Future<?> each : all) {
        each.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      }
    }
    Map<String, ChangingClient.Settings> expected = new TreeMap<>();
    for (ChangingClient client : clients) {
      expected.putAll(client.expected());
      acknowledged += client.acknowledged();
      refused += client.refused();
    }
    return expected;
  }

  /** All streams as they are set, by id. */
  private Map<String, JsonNode> settings() {
    Map<String, JsonNode> result = new TreeMap<>();
    for (JsonNode stream : api.get(ApiClient.STREAMS).json()) {
      ((ObjectNode) stream).remove("status");
      result.put(stream.path("id").asText(), stream);
    }
    return result;
  }

  private void awaitRunning() {
    for (String id : OF_FILE) {
      api.send("POST", ApiClient.STREAMS + "/" + id + "/resume", "");
    }
    for (String id : OF_FILE) {
      await(id)
          .atMost(PATIENCE)
          .until(() -> api.stream(id).json().at("/status/frames-inferred").asLong() > 5);
    }
  }

  private void removeAdded() {
    for (String id : settings().keySet()) {
      if (!OF_FILE.contains(id)) {
        assertThat(api.send("DELETE", ApiClient.STREAMS + "/" + id, "").status()).isEqualTo(204);
      }
    }
  }

  /** What is set to rest does, and nothing else. */
  private void awaitStates() {
    await("streams that are to rest do, others don't")
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              for (JsonNode stream : api.get(ApiClient.STREAMS).json()) {
                assertThat(stream.at("/status/state").asText().equals("paused"))
                    .as("%s", stream)
                    .isEqualTo(stream.path("paused").asBoolean());
              }
            });
  }

  /** Lets all streams rest, and waits until nothing is held for what they do. */
  private Held held() {
    for (String id : OF_FILE) {
      api.send("POST", ApiClient.STREAMS + "/" + id + "/pause", "");
    }
    await("all streams rest")
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(service.threads("decoder-")).as("decoder threads").isZero();
              assertThat(api.metric("sluice_leases_open")).as("frames").isZero();
              assertThat(api.metric("sluice_model_leases")).as("models in use").isZero();
            });
    return new Held(
        service.counted("Threads"), service.descriptors(), api.metric("sluice_native_bytes"));
  }

  /** Pools have threads for a while longer than work; descriptors are also clients'. */
  private void requireNothingLeft(Held before) {
    Held after = held();
    assertThat(after.nativeBytes()).as("native memory").isEqualTo(before.nativeBytes());
    assertThat(after.descriptors())
        .as("descriptors")
        .isLessThanOrEqualTo(before.descriptors() + CLIENTS);
    assertThat(after.threads())
        .as("threads")
        .isLessThanOrEqualTo(before.threads() + CLIENTS + POOLED);
  }
}
