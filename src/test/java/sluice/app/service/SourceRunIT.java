package sluice.app.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.dispatch.Dispatchers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.app.model.ModelPaths;
import sluice.app.model.ModelResolver;
import sluice.app.recording.RecordingSources;
import sluice.app.recording.ServiceRecordings;
import sluice.app.scene.StreamScenes;
import sluice.config.settings.HostRules;
import sluice.config.settings.RecordingConfig;
import sluice.config.settings.SecurityConfig;
import sluice.config.settings.ServiceConfig;
import sluice.core.Delivery;
import sluice.core.SluiceException;
import sluice.core.StreamObserver;
import sluice.core.scene.SceneListener;
import sluice.live.LiveVideos;
import sluice.service.ServiceFixture;
import sluice.service.model.ModelSlot;
import sluice.service.model.OpenModel;
import sluice.service.model.SlotModels;
import sluice.service.stream.ActiveRun;
import sluice.service.stream.OutputSettings;
import sluice.service.stream.StreamOutputs;
import sluice.service.stream.StreamSpec;
import sluice.testing.ConfigText;
import sluice.testing.MakerModels;
import sluice.video.TestClip;

/** A run and the models that it is given. */
@Timeout(60)
class SourceRunIT {
  /** One thread for what blocks: what was begun there before a task is over when that runs. */
  private final ActorTestKit kit =
      ActorTestKit.create(
          ConfigFactory.parseString(
                  "pekko.actor.default-blocking-io-dispatcher.thread-pool-executor.fixed-pool-size"
                      + " = 1")
              .withFallback(ConfigFactory.load()));

  @TempDir Path folder;

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  /** The leases of models that are refused are returned at once: nothing may join one of them. */
  @Test
  void modelThatTheStreamCantHave_isRefused_beforeTheSecondIsJoined() throws Exception {
    ServiceConfig config =
        ConfigText.of(
                folder,
                """
                sluice {
                  models.labels { model = "%1$s", family = classification, scale = [255, 255, 255], cache-dir = "%2$s/compiled" }
                  defaults.model = labels
                  streams.yard {
                    source = "%3$s", tiles.grid = 2x2
                    objects.classify = [{ model = labels }]
                  }
                }
                """
                    .formatted(
                        MakerModels.file("classifier.tflite").toAbsolutePath(),
                        folder,
                        new TestClip().size(64, 48).write(folder.resolve("clip.mkv"), 10)))
            .fine();
    StreamSpec spec = StreamSpec.of(config, config.streams().get("yard"), StreamSpec.Origin.FILE);
    ActiveRun run = start(spec);
    try (OpenModel first = model(config);
        OpenModel second = model(config)) {
      run.opened().toCompletableFuture().get(10, TimeUnit.SECONDS);

      assertThatThrownBy(() -> run.attach(models(first, second), spec))
          .isInstanceOf(SluiceException.class)
          .hasMessageContaining("tiles.grid: 2x2 with model labels");

      CompletableFuture.runAsync(() -> {}, blocking()).get(10, TimeUnit.SECONDS);
      assertThat(second.tensorSets()).isZero();

      run.stop();
      assertThat(run.ended().toCompletableFuture().get(10, TimeUnit.SECONDS).failure()).isEmpty();
    }
  }

  private Executor blocking() {
    return kit.system()
        .classicSystem()
        .dispatchers()
        .lookup(Dispatchers.DefaultBlockingDispatcherId());
  }

  private ActiveRun start(StreamSpec spec) {
    SecurityConfig rules = new SecurityConfig(Set.of("file"), new HostRules(List.of()), List.of());
    StreamOutputs outputs =
        new ServiceFixture()
            .ports()
            .streams()
            .outputs()
            .open(new OutputSettings(spec.id(), List.of(), spec.config().source(), Delivery.EVERY));
    return new ServiceRunner(
            kit.system(),
            new SourceGuard(
                () -> rules,
                host -> {
                  throw new AssertionError("a file is on no host");
                }),
            new DecoderIsolation(() -> rules),
            InstantSource.system(),
            new StreamScenes(InstantSource.system(), id -> SceneListener.NONE),
            Optional.empty(),
            new ServiceRecordings(
                Path.of("recordings"),
                () -> new RecordingConfig(Optional.empty(), 1L << 30, 0, Duration.ofDays(1)),
                stream -> Optional.empty(),
                facts -> {},
                InstantSource.system()),
            new RecordingSources((stream, settings) -> List.of(), () -> 0),
            new LiveVideos(Runnable::run, InstantSource.system()))
        .start(spec, outputs, StreamObserver.NONE, Duration.ofSeconds(10));
  }

  private OpenModel model(ServiceConfig config) {
    ModelPaths places =
        new ModelPaths(Path.of("models"), Optional.empty(), folder.resolve("cache"));
    ServiceModels models = new ServiceModels(new ModelResolver(() -> places));
    return models.open(models.use(config.models().get("labels"), null));
  }

  private static SlotModels models(OpenModel first, OpenModel second) {
    SequencedMap<ModelSlot, OpenModel> models = new LinkedHashMap<>();
    models.put(ModelSlot.DETECTION, first);
    models.put(ModelSlot.classification("labels"), second);
    return new SlotModels(models);
  }
}
