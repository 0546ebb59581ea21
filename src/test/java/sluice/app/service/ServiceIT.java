package sluice.app.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.service.control.ReloadAnswer;
import sluice.service.model.ModelStatus;
import sluice.service.recovery.RestartCause;
import sluice.service.stream.SinkStatus;
import sluice.service.stream.StreamState;
import sluice.service.stream.StreamStatus;
import sluice.service.stream.Transition;
import sluice.testing.LiveService;
import sluice.video.RtpStream;
import sluice.video.RtspServer;
import sluice.video.TestClip;

/** The service on the built-in model: demo streams, and a camera that comes and goes. */
@Timeout(180)
class ServiceIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  @TempDir Path folder;

  private LiveService service;

  @AfterEach
  void endsInOrder() {
    service.close();
    assertThat(service.fatalErrors()).isEmpty();
  }

  @Test
  void intermittentCamera_doesNotDisturbOtherStreams() throws Exception {
    RtpStream packets = RtpStream.of(new TestClip(), 30);
    RtspServer camera = new RtspServer(packets, RtspServer.Ending.SILENCE, null);
    int port = camera.port();
    start(
        demo("one", "every"),
        demo("two", "every"),
        demo("three", "latest"),
        stream("cam", camera.url("admin:s3cret@"), "detect-fps = 5, max-age = 5s"));
    List<String> demos = List.of("one", "two", "three");
    await()
        .atMost(PATIENCE)
        .until(() -> demos.stream().allMatch(id -> status(id).counts().framesInferred() > 5));
    await().atMost(PATIENCE).until(() -> status("cam").counts().framesInferred() > 0);
    assertThat(status("cam").source()).doesNotContain("s3cret");
    assertThat(status("cam").transitions())
        .extracting(Transition::state)
        .contains(StreamState.STARTING, StreamState.WAITING_FOR_MODEL, StreamState.RUNNING);

    camera.close();
    await().atMost(PATIENCE).until(() -> status("cam").state() == StreamState.RETRYING);
    await()
        .atMost(PATIENCE)
        .until(() -> status("cam").faults().restarts().getOrDefault(RestartCause.INPUT, 0L) >= 2);
    long before = status("cam").counts().framesInferred();
    List<Long> meanwhile = demos.stream().map(id -> status(id).counts().framesInferred()).toList();

    try (RtspServer back = new RtspServer(packets, RtspServer.Ending.SILENCE, null, port)) {
      await().atMost(PATIENCE).until(() -> status("cam").counts().framesInferred() > before);
      assertThat(back.port()).isEqualTo(port);
    }
    for (int i = 0; i < demos.size(); i++) {
      String id = demos.get(i);
      long then = meanwhile.get(i);
      await().atMost(PATIENCE).until(() -> status(id).counts().framesInferred() > then);
      assertThat(status(id).state()).isEqualTo(StreamState.RUNNING);
      assertThat(status(id).faults().restarts()).isEmpty();
    }
    assertThat(models()).hasSize(2).allMatch(model -> model.state() == ModelStatus.State.READY);
    assertThat(models())
        .as("the demos are of one shape and share one model")
        .anyMatch(model -> model.users().size() == 3);
  }

  @Test
  void recording_completesWithEveryFrame_whileModelIsReplaced() throws Exception {
    start(stream("clip", "demo:seconds=4", "realtime = true, delivery = every, sinks = [results]"));
    await().atMost(PATIENCE).until(() -> status("clip").counts().framesInferred() > 3);

    configure(
        1,
        stream("clip", "demo:seconds=4", "realtime = true, delivery = every, sinks = [results]"));
    assertThat(service.control().reload().toCompletableFuture().join())
        .isInstanceOf(ReloadAnswer.Done.class);

    await()
        .atMost(PATIENCE)
        .until(() -> models().stream().anyMatch(m -> requests(m) == 1 && m.inferences() > 0));
    await().atMost(PATIENCE).until(() -> status("clip").state() == StreamState.COMPLETED);
    StreamStatus done = status("clip");
    assertThat(done.counts().framesInferred()).isEqualTo(done.counts().framesIn()).isEqualTo(100);
    assertThat(done.counts().drops().values()).allMatch(count -> count == 0);
    assertThat(Files.readAllLines(folder.resolve("clip.jsonl"))).hasSize(100);
    await().atMost(PATIENCE).until(() -> models().isEmpty());
  }

  @Test
  void pausedStream_resumes_andChangedStreamTakesNewSettings() throws Exception {
    start(demo("one", "latest"));
    await().atMost(PATIENCE).until(() -> status("one").counts().framesInferred() > 3);
    service.control().pause("one");
    await().atMost(PATIENCE).until(() -> status("one").state() == StreamState.PAUSED);
    await().atMost(PATIENCE).until(() -> models().isEmpty());
    long before = status("one").counts().framesInferred();

    service.control().resume("one");
    await().atMost(PATIENCE).until(() -> status("one").counts().framesInferred() > before);
    configure(2, demo("one", "every").replace("sinks = []", "sinks = [results]"));
    service.control().reload();

    await().atMost(PATIENCE).until(() -> Files.exists(folder.resolve("one.jsonl")));
    await()
        .atMost(PATIENCE)
        .until(() -> status("one").sinks().stream().mapToLong(SinkStatus::written).sum() > 3);
    assertThat(status("one").latencyMs()).isNotEmpty();
    assertThat(status("one").devices()).isEqualTo("CPU");
  }

  private static int requests(ModelStatus model) {
    return model.compiled().map(facts -> facts.requests()).orElse(0);
  }

  private void start(String... configured) throws IOException {
    service = new LiveService(configure(2, configured));
  }

  private StreamStatus status(String id) {
    return service.status(id);
  }

  private List<ModelStatus> models() {
    return service.models();
  }

  private Path configure(int requests, String... configured) throws IOException {
    return Files.writeString(
        folder.resolve("service.conf"),
        """
        sluice {
          data-dir = "%1$s/data"
          models.person {
            model = person-detection-hog, hint = latency, requests = %2$d, cache-dir = "%1$s/compiled"
          }
          sinks.results { type = json-lines, path = "%1$s/{stream}.jsonl" }
          recovery {
            frame-timeout = 3s, min-backoff = 200ms, max-backoff = 1s, max-stuck = 1, max-device-failures = 2
          }
          security.hosts = [127.0.0.1]
          defaults.model = person
          %3$s
        }
        """
            .formatted(folder, requests, String.join("\n  ", configured)));
  }

  private static String demo(String id, String delivery) {
    return stream(
        id,
        "demo:seconds=2",
        "realtime = true, loop = true, detect-fps = 5, max-age = 5s, sinks = [], delivery = "
            + delivery);
  }

  private static String stream(String id, String source, String settings) {
    return "streams.%s { source = \"%s\", %s }".formatted(id, source, settings);
  }
}
