package sluice.app.service;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.app.scene.RunScene;
import sluice.core.Delivery;
import sluice.core.ErrorCode;
import sluice.core.Failures;
import sluice.core.SluiceException;
import sluice.core.SourceInfo;
import sluice.pipeline.StreamAssembly;
import sluice.pipeline.StreamSession;
import sluice.service.model.ModelSlot;
import sluice.service.model.OpenModel;
import sluice.service.model.SlotModels;
import sluice.service.stream.ActiveRun;
import sluice.service.stream.StreamOutputs;
import sluice.service.stream.StreamSpec;
import sluice.stage.objects.ObjectStage;
import sluice.stage.result.LabelFilter;
import sluice.stage.source.PaceClock;
import sluice.stage.source.SourceSettings;

/** Adapter of a stream's session to the run of the service's actors. Thread-safe. */
final class SourceRun implements ActiveRun {
  private static final Logger LOG = LoggerFactory.getLogger(SourceRun.class);

  private final String id;
  private final SourceSettings source;
  private final LivenessObserver life;
  private final LabelFilter labels;
  private final ObjectStage objects;
  private final StreamSession session;

  private SourceRun(
      StreamSpec spec,
      GuardedOpener opener,
      StreamOutputs outputs,
      RunScene scene,
      LivenessObserver life,
      PaceClock clock,
      ClassicActorSystemProvider system) {
    this.id = spec.id();
    this.source = opener.settings();
    this.life = life;
    this.labels = new LabelFilter(spec.config().labels());
    this.objects =
        new ObjectStage(
            spec.config().scene(),
            spec.config().threshold().orElse(0),
            scene.memory(),
            scene,
            scene.pictures());
    this.session =
        new StreamSession(
            new StreamAssembly(
                id,
                source,
                opener,
                clock,
                life,
                () -> List.of(labels, objects),
                outputs::forRun,
                system));
  }

  /**
   * Begins to open and read.
   *
   * @param scene closed with the run
   */
  static SourceRun start(
      StreamSpec spec,
      GuardedOpener opener,
      StreamOutputs outputs,
      RunScene scene,
      LivenessObserver life,
      PaceClock clock,
      ClassicActorSystemProvider system) {
    SourceRun run = new SourceRun(spec, opener, outputs, scene, life, clock, system);
    var _ = run.session.ended().thenRun(scene::close);
    run.session.start();
    return run;
  }

  @Override
  public CompletionStage<SourceInfo> opened() {
    return session.opened();
  }

  @Override
  public CompletionStage<Void> attach(SlotModels models, StreamSpec spec) {
    OpenModel model = models.get(ModelSlot.DETECTION);
    if (!(model instanceof ServiceModel mine)) {
      throw new IllegalArgumentException("a model of another kind: " + model);
    }
    labels.keep(spec.config().labels());
    objects.configure(spec.config().scene(), mine.threshold(spec.config()));
    boolean latest = source.effectiveDelivery() == Delivery.LATEST;
    Duration maxAge = latest ? spec.config().maxAge() : null;
    return session.attach(mine.forStream(spec.config(), maxAge));
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
  public void stop() {
    session.stop();
  }

  @Override
  public void abort(SluiceException cause) {
    session.abort(cause);
  }

  @Override
  public CompletionStage<Outcome> ended() {
    return session.ended().thenApply(this::outcome);
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
            .map(device -> ModelSlot.DETECTION));
  }
}
