package sluice.app.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.dispatch.Dispatchers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.app.scene.RunScene;
import sluice.core.Delivery;
import sluice.core.ErrorCode;
import sluice.core.Failures;
import sluice.core.SluiceException;
import sluice.core.SourceInfo;
import sluice.pipeline.StreamAssembly;
import sluice.pipeline.StreamModel;
import sluice.pipeline.StreamSession;
import sluice.service.model.ModelSlot;
import sluice.service.model.OpenModel;
import sluice.service.model.SlotModels;
import sluice.service.stream.ActiveRun;
import sluice.service.stream.DecodingPlace;
import sluice.service.stream.StreamOutputs;
import sluice.service.stream.StreamSpec;
import sluice.stage.events.EventStage;
import sluice.stage.events.RunEvents;
import sluice.stage.motion.MotionGate;
import sluice.stage.motion.MotionStage;
import sluice.stage.objects.ObjectStage;
import sluice.stage.result.LabelFilter;
import sluice.stage.result.ResultStage;
import sluice.stage.sink.ResultReceiver;
import sluice.stage.source.PaceClock;
import sluice.stage.source.SourceReader;
import sluice.stage.source.SourceSettings;
import sluice.telemetry.tracing.FrameTracer;

/** Adapter of a stream's session to the run of the service's actors. Thread-safe. */
final class SourceRun implements ActiveRun {
  private static final Logger LOG = LoggerFactory.getLogger(SourceRun.class);

  private final String id;
  private final SourceSettings source;
  private final RunInputs inputs;
  private final LivenessObserver life;
  private final Optional<FrameTracer> tracer;
  private final LabelFilter labels;
  private final ObjectStage objects;
  private final MotionGate motion;
  private final Optional<EventStage> events;
  private final RunClassifiers classifiers;
  private final StreamSession session;
  private final CompletionStage<StreamSession.End> ended;
  private volatile @Nullable ModelSlot failedSlot;

  private SourceRun(
      StreamSpec spec,
      GuardedOpener opener,
      StreamOutputs outputs,
      RunScene scene,
      Optional<RunEvents> recorded,
      LivenessObserver life,
      Optional<FrameTracer> tracer,
      PaceClock clock,
      ClassicActorSystemProvider system) {
    this.id = spec.id();
    this.events =
        recorded.map(mine -> new EventStage(mine, scene, spec.config().scene().isTracked()));
    this.source = opener.settings();
    this.inputs = opener.inputs();
    this.life = life;
    this.tracer = tracer;
    this.labels = new LabelFilter(spec.config().labels());
    this.objects =
        new ObjectStage(
            spec.config().scene(),
            spec.config().threshold().orElse(0),
            scene.memory(),
            scene,
            scene.pictures(),
            life);
    this.motion =
        new MotionGate(spec.config().scene(), source.effectiveDelivery() == Delivery.EVERY, life);
    Dispatchers dispatchers = system.classicSystem().dispatchers();
    this.classifiers =
        new RunClassifiers(
            dispatchers.lookup(Dispatchers.DefaultBlockingDispatcherId()),
            dispatchers.lookup(StreamSession.DISPATCHER),
            life,
            this::classifierFailed);
    this.session =
        new StreamSession(
            new StreamAssembly(
                id,
                source,
                tracer.<SourceReader.Opener>map(on -> traced(opener, on)).orElse(opener),
                clock,
                motion,
                life,
                this::stages,
                info -> receivers(outputs, info),
                system));
    // What the scene tells at its end belongs to the run: sinks may be finished after it.
    this.ended =
        session
            .ended()
            .thenApply(
                end -> {
                  scene.close();
                  return end;
                });
  }

  private List<ResultStage> stages() {
    List<ResultStage> stages = new ArrayList<>(List.of(labels, objects));
    events.ifPresent(stages::add);
    stages.add(new MotionStage(motion, objects::isBusy, objects::isSearching, objects::due));
    return stages;
  }

  private static SourceReader.Opener traced(GuardedOpener opener, FrameTracer tracer) {
    return new TracedOpener(opener, tracer, opener.stream().address().scheme());
  }

  private List<ResultReceiver> receivers(StreamOutputs outputs, SourceInfo info) {
    List<ResultReceiver> receivers = outputs.forRun(info);
    tracer.ifPresent(on -> on.begin(outputs.run()));
    return receivers;
  }

  /**
   * Begins to open and read.
   *
   * @param scene closed with the run
   * @param recorded events of the run; absent: none are made
   * @param tracer among those whom life tells; absent: nothing is traced
   */
  static SourceRun start(
      StreamSpec spec,
      GuardedOpener opener,
      StreamOutputs outputs,
      RunScene scene,
      Optional<RunEvents> recorded,
      LivenessObserver life,
      Optional<FrameTracer> tracer,
      PaceClock clock,
      ClassicActorSystemProvider system) {
    SourceRun run =
        new SourceRun(spec, opener, outputs, scene, recorded, life, tracer, clock, system);
    var _ = run.ended.thenRun(run.classifiers::end);
    run.session.start();
    return run;
  }

  @Override
  public CompletionStage<SourceInfo> opened() {
    return session.opened();
  }

  @Override
  public CompletionStage<Void> attach(SlotModels models, StreamSpec spec) {
    ServiceModel mine = ours(models.get(ModelSlot.DETECTION));
    boolean latest = source.effectiveDelivery() == Delivery.LATEST;
    StreamModel first = // before anything is changed: what the models can't do fails here
        mine.forStream(spec.config(), latest ? spec.config().maxAge() : null);
    List<RunClassifiers.Leased> second = secondModels(models, spec);
    labels.keep(spec.config().labels());
    motion.configure(spec.config().scene());
    events.ifPresent(stage -> stage.configure(spec.config().scene().isTracked()));
    tracer.ifPresent(
        chooser ->
            chooser.configure(
                spec.config().tracing().perSecond(),
                spec.config().model(),
                mine.facts().devices(),
                spec.config().scene().isTracked()));
    double threshold = mine.threshold(spec.config());
    objects.configure(spec.config().scene(), threshold, List.of());
    CompletionStage<Void> secondFree =
        classifiers.use(
            second, asked -> objects.configure(spec.config().scene(), threshold, asked));
    return session.attach(first).thenCombine(secondFree, (left, others) -> null);
  }

  private static List<RunClassifiers.Leased> secondModels(SlotModels models, StreamSpec spec) {
    return spec.config().scene().objects().classify().stream()
        .map(
            settings ->
                new RunClassifiers.Leased(
                    settings,
                    ours(models.get(ModelSlot.classification(settings.model())))
                        .forObjects(settings.model())))
        .toList();
  }

  private static ServiceModel ours(OpenModel model) {
    if (model instanceof ServiceModel mine) {
      return mine;
    }
    throw new IllegalArgumentException("a model of another kind: " + model);
  }

  /** The run ends with it: the model of that slot is compiled again, and the stream started. */
  private void classifierFailed(ModelSlot slot, Throwable cause) {
    failedSlot = slot;
    session.abort(cause);
  }

  @Override
  public long activity() {
    return life.count();
  }

  @Override
  public boolean mayBeSilent() {
    return session.mayBeSilent();
  }

  @Override
  public Optional<String> silence() {
    return life.progress().silence();
  }

  @Override
  public DecodingPlace place() {
    return inputs.isIsolated() ? DecodingPlace.PROCESS : DecodingPlace.SERVICE;
  }

  @Override
  public void stop() {
    session.stop();
  }

  @Override
  public void abort(SluiceException cause) {
    session.abort(cause);
  }

  @Override
  public CompletionStage<Outcome> ended() {
    return ended.thenApply(this::outcome);
  }

  private Outcome outcome(StreamSession.End end) {
    if (end.failure() == null && end.leftOvers() > 0) {
      LOG.warn("stream {}: {} frames were lost on the way and closed", id, end.leftOvers());
    }
    Optional<SluiceException> failure =
        Optional.ofNullable(end.failure()).map(cause -> Failures.known("stream " + id, cause));
    failure
        .filter(known -> known.code() == ErrorCode.INTERNAL)
        .ifPresent(fault -> LOG.error("stream {}: a fault of Sluice itself", id, fault));
    return new Outcome(
        failure,
        failure
            .filter(known -> known.code() == ErrorCode.DEVICE)
            .map(device -> Objects.requireNonNullElse(failedSlot, ModelSlot.DETECTION)));
  }
}
