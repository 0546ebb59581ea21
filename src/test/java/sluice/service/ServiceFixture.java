package sluice.service;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import sluice.config.ReloadEffects;
import sluice.config.settings.ModelConfig;
import sluice.config.settings.PlacementConfig;
import sluice.config.settings.RecoveryConfig;
import sluice.config.settings.StreamConfig;
import sluice.config.settings.StreamTracing;
import sluice.config.sink.FrameChoice;
import sluice.config.sink.MessageFilters;
import sluice.config.sink.SinkConfig;
import sluice.core.DecodeChoice;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.SourceInfo;
import sluice.core.StreamObserver;
import sluice.core.TileSettings;
import sluice.core.TransportChoice;
import sluice.core.message.StateChange;
import sluice.core.recording.RecordingSettings;
import sluice.core.scene.SceneSettings;
import sluice.core.source.SourceAddress;
import sluice.core.source.TlsTrust;
import sluice.service.model.ModelExecutors;
import sluice.service.model.ModelOpener;
import sluice.service.model.ModelPorts;
import sluice.service.model.ModelSlot;
import sluice.service.model.ModelUse;
import sluice.service.model.OpenModel;
import sluice.service.recovery.FatalErrorHandler;
import sluice.service.stream.ActiveRun;
import sluice.service.stream.OutputSettings;
import sluice.service.stream.SinkStatus;
import sluice.service.stream.StreamOutputs;
import sluice.service.stream.StreamPorts;
import sluice.service.stream.StreamRunner;
import sluice.service.stream.StreamSpec;
import sluice.stage.sink.ResultReceiver;
import sluice.stage.sink.jsonl.JsonLinesSinkConfig;
import sluice.testing.TestModel;

/** Fake environment of the actors: their ports and settings. */
public final class ServiceFixture implements ModelOpener {
  public static final RecoveryConfig RECOVERY =
      new RecoveryConfig(
          Duration.ofSeconds(10),
          Duration.ofSeconds(1),
          Duration.ofSeconds(30),
          0,
          Duration.ofSeconds(10),
          Duration.ofMinutes(10),
          1,
          2);

  /** A second slot of a stream. */
  public static final ModelSlot ATTRIBUTES = new ModelSlot("attributes");

  /** Where models are looked up. */
  public volatile Executor lookups = Runnable::run;

  /** Where models are compiled. */
  public final FakeLimitedExecutor compilations = new FakeLimitedExecutor();

  /** Where models are closed, and inferences cancelled. */
  public final FakeLimitedExecutor devices = new FakeLimitedExecutor();

  public final List<FakeRun> runs = new CopyOnWriteArrayList<>();
  public final List<FakeModel> models = new CopyOnWriteArrayList<>();
  public final List<FatalErrorHandler.Cause> fatalErrors = new CopyOnWriteArrayList<>();

  /** Streams that are gone for good. */
  public final List<String> forgotten = new CopyOnWriteArrayList<>();

  /** Streams whose own addresses are recorded, where they have any. */
  public final Set<String> recorded = ConcurrentHashMap.newKeySet();

  /** Streams that ended here, with what is counted of their own addresses. */
  public final List<String> uncounted = new CopyOnWriteArrayList<>();

  /** Streams whose own addresses are to be tried again, whatever was before. */
  public final List<String> forgiven = new CopyOnWriteArrayList<>();

  public final List<FakeOutputs> outputs = new CopyOnWriteArrayList<>();

  /** Stands for the time of a model's file. */
  public final Map<String, Integer> fileVersions = new HashMap<>();

  public volatile @Nullable SluiceException openFailure;
  public volatile boolean needsSource;

  /** What the next call of the port of runs or models throws. */
  public final AtomicReference<@Nullable RuntimeException> startFault = new AtomicReference<>();

  public final AtomicReference<@Nullable RuntimeException> modelFault = new AtomicReference<>();

  public ServicePorts ports() {
    DoubleSupplier random = () -> 0;
    FatalErrorHandler handler = (cause, message) -> fatalErrors.add(cause);
    return new ServicePorts(
        new ModelPorts(
            this,
            handler,
            random,
            new ModelExecutors(task -> lookups.execute(task), compilations, devices)),
        new StreamPorts(
            new FakeRunner(),
            settings -> {
              FakeOutputs made = new FakeOutputs(settings);
              outputs.add(made);
              return made;
            },
            id -> StreamObserver.NONE,
            handler,
            () -> Instant.EPOCH,
            random));
  }

  private final class FakeRunner implements StreamRunner {
    @Override
    public ActiveRun start(
        StreamSpec spec, StreamOutputs sinks, StreamObserver observer, Duration timeout) {
      throwOnce(startFault);
      FakeRun run = new FakeRun(spec);
      runs.add(run);
      return run;
    }

    @Override
    public void beginRecording(StreamSpec spec, RecoveryConfig recovery) {
      recorded.add(spec.id());
    }

    @Override
    public void forgiveRecording(String stream) {
      forgiven.add(stream);
    }

    @Override
    public void forgetRecorderCrashes(String stream) {
      uncounted.add(stream);
    }

    @Override
    public void endRecording(String stream) {
      recorded.remove(stream);
    }

    @Override
    public void forget(String stream) {
      forgotten.add(stream);
    }
  }

  private static void throwOnce(AtomicReference<@Nullable RuntimeException> fault) {
    RuntimeException thrown = fault.getAndSet(null);
    if (thrown != null) {
      throw thrown;
    }
  }

  public FakeRun run() {
    return runs.getLast();
  }

  @Override
  public boolean needsSource(ModelConfig config) {
    throwOnce(modelFault);
    return needsSource;
  }

  @Override
  public synchronized ModelUse use(ModelConfig config, @Nullable SourceInfo source) {
    String identity =
        ReloadEffects.compiledFrom(config) + "|" + fileVersions.getOrDefault(config.model(), 0);
    return new ModelUse(config, source, identity);
  }

  @Override
  public OpenModel open(ModelUse use) {
    SluiceException failure = openFailure;
    if (failure != null) {
      throw failure;
    }
    FakeModel model = new FakeModel(use);
    models.add(model);
    return model;
  }

  public static ModelConfig model(String name, String file, String device) {
    return TestModel.named(name, file).device(device).config();
  }

  public static StreamSpec stream(String id) {
    return spec(id, "rtsp://user:secret@cam/" + id, "person", 0.5, true, List.of());
  }

  /** The same stream with a second model. */
  public static StreamSpec withAttributes(StreamSpec spec, String model) {
    SequencedMap<ModelSlot, String> models = new LinkedHashMap<>(spec.models());
    models.put(ATTRIBUTES, model);
    return new StreamSpec(spec.config(), models, spec.sinks(), spec.origin());
  }

  public static StreamSpec spec(
      String id,
      String source,
      String model,
      double threshold,
      boolean enabled,
      List<SinkConfig> sinks) {
    StreamConfig config =
        new StreamConfig(
            id,
            new SourceAddress(source),
            Optional.empty(),
            Optional.empty(),
            TlsTrust.Mode.VERIFY,
            Optional.empty(),
            TransportChoice.AUTO,
            model,
            Optional.empty(),
            OptionalDouble.empty(),
            DecodeChoice.AUTO,
            false,
            false,
            OptionalDouble.of(threshold),
            Set.of(),
            sinks.stream().map(SinkConfig::name).toList(),
            enabled,
            Duration.ofSeconds(1),
            SceneSettings.NONE,
            StreamTracing.NONE,
            TileSettings.NONE,
            PlacementConfig.ANYWHERE,
            RecordingSettings.OFF);
    return new StreamSpec(config, sinks, StreamSpec.Origin.FILE);
  }

  public static SinkConfig sink(String name) {
    return new JsonLinesSinkConfig(
        name,
        Path.of("out") + "/{stream}.jsonl",
        1_000,
        true,
        OptionalInt.empty(),
        Optional.empty(),
        true,
        FrameChoice.ALL,
        MessageFilters.FRAMES);
  }

  public static SluiceException failure(ErrorCode code, String message) {
    return new SluiceException(code, message);
  }

  /** Sinks that are finished when the test says so. */
  public static final class FakeOutputs implements StreamOutputs {
    public final OutputSettings settings;
    public final CompletableFuture<Void> finished = new CompletableFuture<>();
    public volatile boolean finishing;
    public volatile boolean abandoned;

    /** States of the stream that they were told, in their order. */
    public final List<String> states = new CopyOnWriteArrayList<>();

    /** What the next question about their status throws. */
    public final AtomicReference<@Nullable RuntimeException> statusFault = new AtomicReference<>();

    FakeOutputs(OutputSettings settings) {
      this.settings = settings;
    }

    @Override
    public List<ResultReceiver> forRun(SourceInfo source) {
      return new ArrayList<>();
    }

    @Override
    public String run() {
      return "run";
    }

    @Override
    public void entered(StateChange change) {
      states.add(change.state());
    }

    @Override
    public void removed(Set<String> staying, StateChange change) {
      settings.sinks().stream()
          .map(SinkConfig::name)
          .filter(name -> !staying.contains(name))
          .forEach(name -> states.add(change.state() + " " + name));
    }

    @Override
    public List<SinkStatus> status() {
      throwOnce(statusFault);
      return List.of();
    }

    @Override
    public CompletionStage<Void> finish() {
      finishing = true;
      return finished;
    }

    @Override
    public void abandon() {
      abandoned = true;
    }
  }
}
