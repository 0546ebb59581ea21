package sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import sluice.app.Configuration;
import sluice.config.ConfigReader;
import sluice.config.StreamJson;
import sluice.config.binding.ConfigResult;
import sluice.config.binding.ReadContext;
import sluice.config.settings.HttpConfig;
import sluice.config.settings.ServiceConfig;
import sluice.core.DropCause;
import sluice.core.LatencyStage;
import sluice.core.recording.RecorderState;
import sluice.core.recording.RecorderStatus;
import sluice.core.recording.RecordingLoss;
import sluice.http.cluster.HttpCluster;
import sluice.service.Guardian;
import sluice.service.control.FileStreamStore;
import sluice.service.control.LocalDispatcher;
import sluice.service.control.ServiceControl;
import sluice.service.control.StreamStore;
import sluice.service.model.ModelFacts;
import sluice.service.model.ModelRegistry;
import sluice.service.model.ModelStatus;
import sluice.service.recovery.RestartCause;
import sluice.service.sink.SinkCondition;
import sluice.service.stream.DecodingPlace;
import sluice.service.stream.RecordingStatus;
import sluice.service.stream.SinkStatus;
import sluice.service.stream.StreamManager;
import sluice.service.stream.StreamState;
import sluice.service.stream.StreamStatus;
import sluice.service.stream.Transition;
import sluice.stage.sink.SinkHealth;
import sluice.telemetry.ProcessResources;
import sluice.telemetry.Telemetry;

/**
 * A real HTTP server on a free port, with a configuration that was read from a file, real readers
 * of streams, and stand-ins for the actors and for what touches devices.
 */
public final class TestService implements AutoCloseable {
  static final String PASSWORD = "marked-password";
  static final byte[] PICTURE = {(byte) 0xFF, (byte) 0xD8, 1, 2, 3};

  private static final ObjectMapper JSON = new ObjectMapper();

  public final ActorTestKit kit;
  final Path file;
  public final ServiceControl control;
  private final StreamStore store;
  final List<String> restarted = new CopyOnWriteArrayList<>();
  public final FakePorts ports = new FakePorts();

  /** Whether it runs the streams that it has; others have no status. */
  volatile boolean runs = true;

  /** Streams that it doesn't run, whichever it {@link #runs}. */
  public volatile Set<String> idle = Set.of();

  /** Whether nobody gets a status. */
  volatile boolean hangs;

  volatile ModelStatus.State modelState = ModelStatus.State.READY;
  public final Telemetry telemetry =
      new Telemetry(
          "1.2.3",
          new ProcessResources(() -> 2, () -> 4_096, () -> 7),
          InstantSource.system(),
          false);
  public final HttpServer server;
  public final HttpConfig http;
  public final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  public TestService(Path folder, TestHttpSettings settings) {
    this(folder, settings, Optional.empty(), ConfigFactory.empty());
  }

  /**
   * One that may be a node of a cluster.
   *
   * @param pekko settings of the actor system besides the usual ones
   */
  TestService(Path folder, TestHttpSettings settings, Optional<HttpCluster> cluster, Config pekko) {
    kit = ActorTestKit.create(pekko.withFallback(ConfigFactory.load()));
    ports.cluster = cluster;
    file = folder.resolve("test.conf");
    http = settings.build();
    configure("10.0.0.5");
    store = FileStreamStore.open(folder.resolve("data-" + UUID.randomUUID()));
    Guardian.Parts parts = parts();
    control =
        ServiceControl.of(
            new ServiceControl.Setup(
                file.toString(),
                this::read,
                new StreamJson(surroundings()),
                store,
                new LocalDispatcher(parts.streams(), kit.system()),
                reloaded -> {}),
            ((ConfigResult.Fine<ServiceConfig>) read()).value(),
            parts.models());
    control.begin();
    server =
        HttpServer.start(kit.system(), http, parts, ports.of(control), telemetry, "1.2.3")
            .toCompletableFuture()
            .join();
  }

  static ReadContext surroundings() {
    return new ReadContext(
        Map.of("HOME", "/home/somebody", "PASSWORD", PASSWORD),
        path -> true,
        address -> Optional.empty(),
        Configuration.tables().facts());
  }

  private ConfigResult<ServiceConfig> read() {
    return new ConfigReader(surroundings()).read(file);
  }

  /** Writes the configuration's file with one stream, from a camera at that address. */
  void configure(String camera) {
    write(
        """
        sluice {
          models.person { model = person-detection-hog, properties { "PERF_COUNT" = YES } }
          sinks.files { type = json-lines, path = "{stream}.jsonl" }
          defaults { model = person }
          streams.lobby { source = "rtsp://viewer:"${PASSWORD}"@%s/1", sinks = [files] }
          http { token = null, limits.max-streams = 2 }
        }
        """
            .formatted(camera));
  }

  /** Writes the configuration's file. */
  public void write(String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Guardian.Parts parts() {
    return new Guardian.Parts(
        kit.spawn(
            Behaviors.<ModelRegistry.Command>receiveMessage(
                message -> {
                  if (message instanceof ModelRegistry.GetStatus ask) {
                    ask.replyTo().tell(List.of(model()));
                  }
                  return Behaviors.same();
                })),
        kit.spawn(
            Behaviors.<StreamManager.Command>receiveMessage(
                message -> {
                  streams(message);
                  return Behaviors.same();
                })));
  }

  private void streams(StreamManager.Command message) {
    if (hangs) {
      return;
    }
    switch (message) {
      case StreamManager.ListStatus ask -> ask.replyTo().tell(statuses());
      case StreamManager.GetStatus ask ->
          ask.replyTo().tell(statuses().stream().filter(s -> s.id().equals(ask.id())).findFirst());
      case StreamManager.Restart ask -> {
        restarted.add(ask.id());
        ask.replyTo().tell(StreamManager.Answer.ACCEPTED);
      }
      default -> {} // changes: what becomes of them is not what these tests are about
    }
  }

  private List<StreamStatus> statuses() {
    List<StreamStatus> result = new ArrayList<>();
    if (!runs) {
      return result;
    }
    control
        .state()
        .streams()
        .forEach(
            (id, entry) -> {
              if (!idle.contains(id)) {
                result.add(status(id, entry.config().source().redacted()));
              }
            });
    return result;
  }

  public static StreamStatus status(String id, String source) {
    Instant at = Instant.parse("2026-01-01T00:00:00Z");
    Map<DropCause, Long> drops = new EnumMap<>(DropCause.class);
    for (DropCause cause : DropCause.values()) {
      drops.put(cause, 1L);
    }
    return new StreamStatus(
        id,
        source,
        new StreamStatus.Phase(StreamState.RUNNING, "frames flow", at),
        "person",
        "CPU",
        false,
        DecodingPlace.SERVICE,
        Optional.of(new StreamStatus.Shape(640, 480, "1:1", Optional.of("tcp"), 25, true)),
        new StreamStatus.Rates(25, 5, Duration.ZERO, "all", "moving", OptionalDouble.of(0.25)),
        new StreamStatus.Counts(100, 20, drops, 0, Map.of("person", 3L)),
        new StreamStatus.Held(3, 1_036_800),
        Map.of(LatencyStage.END_TO_END, new StreamStatus.Latency(20, 5, 5, 6, 7)),
        new StreamStatus.Faults(
            Optional.of("no frame for 10 s"),
            Duration.ofSeconds(4),
            Map.of(RestartCause.SILENCE, 2L),
            1,
            0),
        List.of(new SinkStatus("files", SinkCondition.of(SinkHealth.ofWritten(20)))),
        Optional.of(
            RecordingStatus.of(
                new RecorderStatus(
                    RecorderState.RECORDING,
                    4_096,
                    Map.of(RecordingLoss.SLOW_DISK, Duration.ofMillis(2_500)),
                    3))),
        List.of(new Transition(StreamState.RUNNING, "frames flow", at, at, 1)));
  }

  private ModelStatus model() {
    return new ModelStatus(
        "person",
        modelState,
        "CPU",
        Optional.of(new ModelFacts("hog", "CPU", 64, 128, 1, 2, Map.of(), 1, 2)),
        List.of("lobby"),
        1,
        1,
        1,
        3,
        7,
        20,
        0,
        0,
        Optional.of("it fell over"));
  }

  public HttpRequest.Builder request(String path) {
    String scheme = http.tls().isPresent() ? "https" : "http";
    return HttpRequest.newBuilder(
            URI.create(scheme + "://127.0.0.1:" + server.address().getPort() + path))
        .timeout(Duration.ofSeconds(20));
  }

  public HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(
          request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public HttpResponse<String> get(String path) {
    return send(request(path));
  }

  public HttpResponse<String> send(String method, String path, String body) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body)));
  }

  public static JsonNode json(HttpResponse<String> response) {
    try {
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(response.body(), e);
    }
  }

  @Override
  public void close() {
    server.stop(Duration.ofSeconds(3)).toCompletableFuture().join();
    client.close();
    control.close();
    store.close();
    kit.shutdownTestKit();
    telemetry.close();
  }

  /** Closes it; nothing of those who watched may be left. */
  void closeWithNobodyLeft() {
    close();
    assertThat(ports.live.watches).isEmpty();
    assertThat(telemetry.liveViewers().count()).isZero();
  }

  static <T> CompletableFuture<T> now(T value) {
    return CompletableFuture.completedFuture(value);
  }
}
