package sluice.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.japi.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.config.Delivery;
import sluice.config.ModelConfig;
import sluice.config.RecoveryConfig;
import sluice.config.ServiceConfig;
import sluice.config.ShutdownConfig;
import sluice.config.SinkConfig;
import sluice.config.SourceAddress;
import sluice.config.StreamConfig;
import sluice.config.StreamDefaults;
import sluice.service.Emergency;
import sluice.service.Guardian;
import sluice.service.ModelRegistry;
import sluice.service.ModelStatus;
import sluice.service.RestartCause;
import sluice.service.SinkStatus;
import sluice.service.StreamManager;
import sluice.service.StreamSpec;
import sluice.service.StreamState;
import sluice.service.StreamStatus;
import sluice.service.Transition;
import sluice.video.RtpStream;
import sluice.video.RtspServer;
import sluice.video.TestClip;

/** The service on the built-in model: demo streams, and a camera that comes and goes. */
@Timeout(180)
class ServiceIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final RecoveryConfig RECOVERY =
      new RecoveryConfig(
          Duration.ofSeconds(3),
          Duration.ofMillis(200),
          Duration.ofSeconds(1),
          0.2,
          Duration.ofSeconds(10),
          1,
          2);

  @TempDir Path folder;

  private final List<Emergency.Cause> emergencies = new CopyOnWriteArrayList<>();
  private Service service;
  private ActorRef<StreamManager.Command> streams;
  private ActorRef<ModelRegistry.Command> models;

  @AfterEach
  void endsInOrder() {
    assertThat(service.stop(Duration.ofSeconds(30))).isTrue();
    assertThat(emergencies).isEmpty();
  }

  @Test
  void cameraThatComesAndGoesDoesNotDisturbTheOthers() throws Exception {
    RtpStream packets = RtpStream.of(new TestClip(), 30);
    RtspServer camera = new RtspServer(packets, RtspServer.Ending.SILENCE, null);
    int port = camera.port();
    start(
        demo("one", Delivery.EVERY),
        demo("two", Delivery.EVERY),
        demo("three", Delivery.LATEST),
        stream("cam", camera.url("admin:s3cret@"), false, Delivery.LATEST));
    List<String> demos = List.of("one", "two", "three");
    await()
        .atMost(PATIENCE)
        .until(() -> demos.stream().allMatch(id -> status(id).framesInferred() > 5));
    await().atMost(PATIENCE).until(() -> status("cam").framesInferred() > 0);
    assertThat(status("cam").source()).doesNotContain("s3cret");
    assertThat(status("cam").transitions())
        .extracting(Transition::state)
        .contains(StreamState.STARTING, StreamState.WAITING_FOR_MODEL, StreamState.RUNNING);

    camera.close();
    await().atMost(PATIENCE).until(() -> status("cam").state() == StreamState.RETRYING);
    await()
        .atMost(PATIENCE)
        .until(() -> status("cam").restarts().getOrDefault(RestartCause.INPUT, 0L) >= 2);
    long before = status("cam").framesInferred();
    List<Long> meanwhile = demos.stream().map(id -> status(id).framesInferred()).toList();

    try (RtspServer back = new RtspServer(packets, RtspServer.Ending.SILENCE, null, port)) {
      await().atMost(PATIENCE).until(() -> status("cam").framesInferred() > before);
      assertThat(back.port()).isEqualTo(port);
    }
    for (int i = 0; i < demos.size(); i++) {
      String id = demos.get(i);
      long then = meanwhile.get(i);
      await().atMost(PATIENCE).until(() -> status(id).framesInferred() > then);
      assertThat(status(id).state()).isEqualTo(StreamState.RUNNING);
      assertThat(status(id).restarts()).isEmpty();
    }
    assertThat(models()).hasSize(2).allMatch(model -> model.state() == ModelStatus.State.READY);
    assertThat(models())
        .as("the demos are of one shape and share one model")
        .anyMatch(model -> model.users().size() == 3);
  }

  @Test
  void recordingIsCompletedWithEveryFrameWhileItsModelIsExchanged() throws Exception {
    start(
        new StreamConfig(
            "clip",
            new SourceAddress("demo:seconds=4"),
            "person",
            Optional.of(Delivery.EVERY),
            OptionalDouble.empty(),
            true,
            false,
            OptionalDouble.empty(),
            Set.of(),
            List.of("results"),
            true,
            Duration.ofSeconds(1)));
    await().atMost(PATIENCE).until(() -> status("clip").framesInferred() > 3);

    models.tell(new ModelRegistry.Apply(Map.of("person", model(OptionalInt.of(1)))));

    await()
        .atMost(PATIENCE)
        .until(() -> models().stream().anyMatch(m -> requests(m) == 1 && m.inferences() > 0));
    await().atMost(PATIENCE).until(() -> status("clip").state() == StreamState.COMPLETED);
    StreamStatus done = status("clip");
    assertThat(done.framesInferred()).isEqualTo(done.framesIn()).isEqualTo(100);
    assertThat(done.drops().values()).allMatch(count -> count == 0);
    assertThat(Files.readAllLines(folder.resolve("clip.jsonl"))).hasSize(100);
    await().atMost(PATIENCE).until(() -> models().isEmpty());
  }

  @Test
  void pausedStreamGoesOnAndAChangedOneTakesItsNewSettings() throws Exception {
    start(demo("one", Delivery.LATEST));
    await().atMost(PATIENCE).until(() -> status("one").framesInferred() > 3);
    this.<StreamManager.Answer>ask(replyTo -> new StreamManager.Pause("one", replyTo));
    await().atMost(PATIENCE).until(() -> status("one").state() == StreamState.PAUSED);
    await().atMost(PATIENCE).until(() -> models().isEmpty());
    long before = status("one").framesInferred();

    this.<StreamManager.Answer>ask(replyTo -> new StreamManager.Resume("one", replyTo));
    await().atMost(PATIENCE).until(() -> status("one").framesInferred() > before);
    StreamSpec other = new StreamSpec(demo("one", Delivery.EVERY), List.of(sink()));
    this.<StreamManager.Answer>ask(replyTo -> new StreamManager.Put(other, false, replyTo));

    await().atMost(PATIENCE).until(() -> Files.exists(folder.resolve("one.jsonl")));
    await()
        .atMost(PATIENCE)
        .until(() -> status("one").sinks().stream().mapToLong(SinkStatus::written).sum() > 3);
    assertThat(status("one").latencies()).isNotEmpty();
    assertThat(status("one").devices()).isEqualTo("CPU");
  }

  private static int requests(ModelStatus model) {
    return model.facts().map(facts -> facts.requests()).orElse(0);
  }

  private void start(StreamConfig... configs) throws IOException {
    Map<String, StreamConfig> byId = new LinkedHashMap<>();
    for (StreamConfig config : configs) {
      byId.put(config.id(), config);
    }
    ServiceConfig config =
        new ServiceConfig(
            Map.of("person", model(OptionalInt.of(2))),
            byId,
            Map.of("results", sink()),
            StreamDefaults.none(),
            null,
            RECOVERY,
            null,
            null,
            new ShutdownConfig(Duration.ofSeconds(10)),
            folder);
    service =
        Service.start(config, Service.Listeners.none(), (cause, message) -> emergencies.add(cause));
    Guardian.Parts parts = service.parts().toCompletableFuture().join();
    streams = parts.streams();
    models = parts.models();
  }

  private ModelConfig model(OptionalInt requests) {
    return new ModelConfig(
        "person",
        ModelSource.BuiltIn.NAME,
        Optional.empty(),
        "CPU",
        ModelConfig.Hint.LATENCY,
        requests,
        OptionalInt.empty(),
        OptionalInt.empty(),
        Optional.of(folder.resolve("compiled")),
        Map.of(),
        Optional.empty());
  }

  private SinkConfig.JsonLines sink() {
    return new SinkConfig.JsonLines(
        "results",
        folder + "/{stream}.jsonl",
        1_000_000,
        true,
        OptionalInt.of(3),
        Optional.empty(),
        true);
  }

  private static StreamConfig demo(String id, Delivery delivery) {
    return stream(id, "demo:seconds=2", true, delivery);
  }

  private static StreamConfig stream(String id, String source, boolean file, Delivery delivery) {
    return new StreamConfig(
        id,
        new SourceAddress(source),
        "person",
        Optional.of(delivery),
        OptionalDouble.of(5),
        file,
        file,
        OptionalDouble.empty(),
        Set.of(),
        List.of(),
        true,
        Duration.ofSeconds(5));
  }

  private StreamStatus status(String id) {
    return ask((ActorRef<Optional<StreamStatus>> replyTo) ->
            new StreamManager.GetStatus(id, replyTo))
        .orElseThrow();
  }

  private List<ModelStatus> models() {
    return new ArrayList<>(
        AskPattern.<ModelRegistry.Command, List<ModelStatus>>ask(
                models,
                ModelRegistry.GetStatus::new,
                Duration.ofSeconds(5),
                service.system().scheduler())
            .toCompletableFuture()
            .join());
  }

  private <A> A ask(Function<ActorRef<A>, StreamManager.Command> question) {
    return AskPattern.ask(streams, question, Duration.ofSeconds(5), service.system().scheduler())
        .toCompletableFuture()
        .join();
  }
}
