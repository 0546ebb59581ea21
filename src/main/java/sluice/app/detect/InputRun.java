package sluice.app.detect;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sluice.app.StreamSystem;
import sluice.app.model.JobModels;
import sluice.app.model.ModelHandle;
import sluice.app.model.SecondModels;
import sluice.core.Delivery;
import sluice.core.DropCause;
import sluice.core.Failures;
import sluice.core.SluiceException;
import sluice.core.SourceInfo;
import sluice.core.StreamObserver;
import sluice.core.scene.ObjectPictures;
import sluice.core.scene.SceneMemory;
import sluice.metrics.ProcessCpu;
import sluice.metrics.RunMetrics;
import sluice.metrics.RunProgress;
import sluice.pipeline.CropClassifier;
import sluice.pipeline.StreamAssembly;
import sluice.pipeline.StreamSession;
import sluice.stage.motion.MotionGate;
import sluice.stage.motion.MotionStage;
import sluice.stage.objects.ObjectStage;
import sluice.stage.sink.ResultReceiver;
import sluice.stage.source.PaceClock;

/**
 * One input of a detection job: a stream's session from its source to its files. An instance runs
 * once.
 */
final class InputRun {
  private final DetectSettings settings;
  private final DetectSettings.Input input;
  private final RunMetrics metrics;
  private final JobSinks sinks;
  private final InputSource source;
  private final SceneTally tally;
  private final ObjectStage objects;

  private Optional<JobStream> shown = Optional.empty();

  /** Set by the decoder's thread before a graph runs. */
  private volatile List<CropClassifier> classifiers = List.of();

  private boolean stopped;
  private @Nullable StreamSession session;

  /** When frames began to flow; negative before. */
  private volatile long cpuStart = -1;

  /**
   * An input that waits to be run.
   *
   * @param metrics of this input alone
   * @param sinks where results go; ended with the run
   */
  InputRun(
      DetectSettings settings, DetectSettings.Input input, RunMetrics metrics, JobSinks sinks) {
    this.settings = settings;
    this.input = input;
    this.metrics = metrics;
    this.sinks = sinks;
    this.source = InputSource.of(input, settings.playback(), settings.tls());
    this.tally = new SceneTally(settings.scene());
    this.objects =
        new ObjectStage(
            settings.scene(),
            0,
            new SceneMemory(),
            tally.and(sinks.scene()),
            ObjectPictures.NONE,
            metrics);
  }

  /** Shows it on a page, too; to be called before it runs. */
  void showOn(JobStream stream) {
    shown = Optional.of(stream);
  }

  /** Its counters. */
  RunMetrics metrics() {
    return metrics;
  }

  /** Observer of a run; calls come from the decoder's thread. */
  interface Listener {
    /** A demo is being drawn: so many frames of all are done. */
    default void drawn(int frames, int all) {}

    /** The source is open. */
    void opened(SourceInfo info);
  }

  /**
   * What came of an input.
   *
   * @param leftOvers frames that were lost by stages of a run that ended in order
   * @param cpuNanos processor time of the whole process while frames flowed
   */
  record Result(DetectSummary.Input summary, int leftOvers, long cpuNanos) {}

  /**
   * Runs the input to its end. Blocks; what goes wrong with the input is part of the result.
   *
   * @param models where the model for this source is had
   * @param second second models that are asked of objects
   * @throws SluiceException when that model can't be had
   */
  Result run(JobModels models, SecondModels second, StreamSystem streams, Listener listener) {
    shown.ifPresent(JobStream::opening);
    sinks.entered(InputState.OPENING);
    StreamSession current = new StreamSession(assembly(models, streams, listener));
    var _ = current.opened().thenAccept(info -> begin(current, info, second, streams, listener));
    if (!begin(current)) {
      current.stop();
    }
    current.start();
    StreamSession.End end = current.ended().toCompletableFuture().join();
    SecondModels.leave(classifiers);
    sinks.entered(ended(Optional.ofNullable(end.failure()).map(this::known)));
    JobSinks.Written written = sinks.finish();
    source.throwModelFailure();
    Optional<SluiceException> failure =
        Optional.ofNullable(end.failure()).or(written::failure).map(this::known);
    int leftOvers = end.failure() == null ? end.leftOvers() : countAsStopped(end.leftOvers());
    long cpu = cpuStart < 0 ? 0 : ProcessCpu.nanos() - cpuStart;
    return new Result(summary(written.files(), failure), leftOvers, cpu);
  }

  private SluiceException known(Throwable failure) {
    return Failures.known(input.name(), failure);
  }

  private InputState ended(Optional<SluiceException> failure) {
    return InputState.ended(failure.map(Failures::message), isStopped());
  }

  private StreamAssembly assembly(JobModels models, StreamSystem streams, Listener listener) {
    StreamObserver observer = shown.map(stream -> metrics.and(stream.observer())).orElse(metrics);
    boolean waits = source.settings().effectiveDelivery() == Delivery.EVERY;
    MotionGate motion = new MotionGate(settings.scene(), waits, observer);
    return new StreamAssembly(
        input.name(),
        source.settings(),
        source.opener(models, listener::drawn),
        PaceClock.SYSTEM,
        motion,
        observer,
        () ->
            List.of(
                objects,
                new MotionStage(motion, objects::isBusy, objects::isSearching, objects::due)),
        this::receivers,
        streams.system());
  }

  /** On the decoder's thread: the source is open, its model is there, no picture is read yet. */
  private void begin(
      StreamSession opened,
      SourceInfo info,
      SecondModels second,
      StreamSystem streams,
      Listener listener) {
    try {
      ModelHandle model = source.model();
      model.checkTiles(settings.tiles(), "--tiles", settings.model().config().name());
      listener.opened(info);
      shown.ifPresent(stream -> stream.running(info, model.pool().info().devices()));
      sinks.entered(InputState.RUNNING);
      cpuStart = ProcessCpu.nanos();
      double threshold = model.threshold();
      classifiers =
          second.join(
              streams.system().classicSystem().dispatchers().lookup(StreamSession.DISPATCHER),
              metrics,
              opened::abort);
      objects.configure(settings.scene(), threshold, classifiers);
      opened.attach(
          model.forStream(
              settings.model().config().prefetch(),
              null,
              model.postprocessor((float) settings.scene().readFrom(threshold)),
              settings.tiles()));
    } catch (RuntimeException | Error failure) {
      opened.abort(failure);
    }
  }

  /** Those that write, and the page's. */
  private List<ResultReceiver> receivers(SourceInfo info) {
    List<ResultReceiver> all = new ArrayList<>(sinks.forRun(info));
    shown.ifPresent(stream -> all.add(stream.pictures()));
    return all;
  }

  private DetectSummary.Input summary(List<Path> files, Optional<SluiceException> failure) {
    InputState end = ended(failure);
    shown.ifPresent(stream -> stream.ended(end));
    return new DetectSummary.Input(
        input.name(), metrics.snapshot(), tally.summary(), files, failure);
  }

  /**
   * A graph that fails drops what is in flight, uncounted: that is no fault, but no result either.
   */
  private int countAsStopped(int frames) {
    for (int i = 0; i < frames; i++) {
      metrics.frameDropped(DropCause.STOPPED);
    }
    return 0;
  }

  /** How far it is. */
  RunProgress progress() {
    return metrics.progress();
  }

  /** Ends it in order, from any thread, also before it runs. */
  void stop() {
    StreamSession current;
    synchronized (this) {
      stopped = true;
      current = session;
    }
    if (current != null) {
      current.stop();
    }
  }

  private synchronized boolean isStopped() {
    return stopped;
  }

  /** Lets {@link #stop} reach the session; false when it came before. */
  private synchronized boolean begin(StreamSession current) {
    session = current;
    return !stopped;
  }
}
