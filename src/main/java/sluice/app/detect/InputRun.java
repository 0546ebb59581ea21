package sluice.app.detect;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import sluice.app.StreamSystem;
import sluice.app.demo.DemoSource;
import sluice.app.model.JobModelSettings;
import sluice.app.model.JobModels;
import sluice.app.model.ModelHandle;
import sluice.core.DropCause;
import sluice.core.ErrorCode;
import sluice.core.FrameLedger;
import sluice.core.SluiceException;
import sluice.core.SourceInfo;
import sluice.core.StreamObserver;
import sluice.metrics.ProcessCpu;
import sluice.metrics.RunMetrics;
import sluice.metrics.RunProgress;
import sluice.pipeline.FeedThread;
import sluice.pipeline.ReaderFeed;
import sluice.pipeline.ResultReceiver;
import sluice.pipeline.RunEnd;
import sluice.pipeline.StreamParts;
import sluice.pipeline.StreamRun;
import sluice.stage.sink.SinkReport;
import sluice.stage.source.Delivery;
import sluice.stage.source.FrameReader;
import sluice.stage.source.PaceClock;
import sluice.stage.source.SourceLocation;
import sluice.stage.source.SourceOpener;
import sluice.stage.source.SourceReader;
import sluice.stage.source.SourceSettings;

/** One input of a detection run: from its source to its files. An instance runs once. */
final class InputRun {
  private final DetectSettings settings;
  private final DetectInput input;
  private final RunMetrics metrics;
  private final Optional<DemoSource> demo;
  private final SourceSettings source;
  private final FrameLedger ledger = new FrameLedger();
  private final List<SinkReceiver> outlets;

  private Optional<JobStream> shown = Optional.empty();

  private boolean stopped;
  private @Nullable FrameReader reader;

  // Written by the decoder's thread before the source counts as open.
  private volatile @Nullable ModelHandle model;
  private volatile @Nullable Throwable modelFailure;

  /**
   * An input that waits to be run.
   *
   * @param metrics of this input alone
   * @param sinks where results go; ended with the run
   */
  InputRun(
      DetectSettings settings, DetectInput input, RunMetrics metrics, List<SinkReceiver> sinks) {
    this.settings = settings;
    this.input = input;
    this.metrics = metrics;
    this.outlets = sinks;
    this.demo = DemoSource.parse(input.source());
    this.source = sourceSettings();
  }

  /** Shows it on a page, too; to be said before it runs. */
  void showOn(JobStream stream) {
    shown = Optional.of(stream);
  }

  /** What is counted of it. */
  RunMetrics metrics() {
    return metrics;
  }

  /** Hears about a run; calls come from the decoder's thread. */
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
   * @throws SluiceException when that model can't be had
   */
  Result run(JobModels models, StreamSystem streams, Listener listener) {
    shown.ifPresent(JobStream::opening);
    FrameReader reader =
        new FrameReader(
            input.name(), source, opener(models, listener), ledger, observer(), PaceClock.SYSTEM);
    var _ = reader.opened().thenAccept(info -> start(info, listener));
    if (!begin(reader)) {
      reader.stop();
    }
    FeedThread reading = FeedThread.start(input.name(), new ReaderFeed(reader));
    reader.opened().handle((info, failure) -> null).toCompletableFuture().join();
    ModelHandle suited = model;
    if (suited == null || reader.opened().toCompletableFuture().isCompletedExceptionally()) {
      return neverOpened(reading);
    }
    SourceInfo info = reader.opened().toCompletableFuture().join();
    shown.ifPresent(stream -> stream.running(info, suited.pool().info().devices()));
    long cpuStart = ProcessCpu.nanos();
    StreamRun run = StreamRun.start(parts(reading, suited), streams.system());
    RunEnd end = run.ended().toCompletableFuture().join();
    List<Path> files = new ArrayList<>();
    Throwable failure = end.failure();
    for (SinkReceiver outlet : outlets) {
      Throwable sinkFailure = finish(outlet, files);
      failure = failure == null ? sinkFailure : failure;
    }
    int leftOvers = end.failure() == null ? end.leftOvers() : countAsStopped(end.leftOvers());
    return new Result(summary(files, failure), leftOvers, ProcessCpu.nanos() - cpuStart);
  }

  /**
   * Draws what has to be drawn, opens the source, and gets the model that suits it before the first
   * picture is read: no frame waits for a compilation.
   */
  private SourceReader.Opener opener(JobModels models, Listener listener) {
    SourceReader.Opener opener = SourceOpener.of(source);
    return cancelled -> {
      demo.ifPresent(drawn -> drawn.draw(listener::drawn, cancelled));
      SourceReader opened = opener.open(cancelled);
      try {
        model = model == null ? models.suited(opened.info()) : model;
        return opened;
      } catch (RuntimeException | Error failure) {
        modelFailure = failure;
        opened.close();
        throw failure;
      }
    };
  }

  /** Nothing was read, nothing is written. */
  private Result neverOpened(FeedThread reading) {
    reading.returned().toCompletableFuture().join();
    outlets.forEach(outlet -> outlet.worker().abort());
    outlets.forEach(outlet -> finish(outlet, new ArrayList<>()));
    switch (modelFailure) {
      case RuntimeException failure -> throw failure;
      case Error failure -> throw failure;
      case null, default -> {}
    }
    Throwable failure = reading.feed().frames().failure();
    return new Result(summary(List.of(), failure), ledger.closeLeftOvers(), 0);
  }

  private DetectSummary.Input summary(List<Path> files, @Nullable Throwable failure) {
    Optional<SluiceException> known = Optional.ofNullable(failure).map(this::known);
    boolean asked = isStopped();
    shown.ifPresent(
        stream -> stream.ended(known.map(SluiceException::getMessage).orElse(null), asked));
    return new DetectSummary.Input(input.name(), metrics.snapshot(), files, known);
  }

  /**
   * A graph that fails gives up what is under way, unseen: that is no fault, but no result either.
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
    FrameReader current;
    synchronized (this) {
      stopped = true;
      current = reader;
    }
    if (current != null) {
      current.stop();
    }
  }

  private synchronized boolean isStopped() {
    return stopped;
  }

  /** Lets {@link #stop} reach the reader; false when it came before. */
  private synchronized boolean begin(FrameReader newReader) {
    reader = newReader;
    return !stopped;
  }

  private void start(SourceInfo info, Listener listener) {
    outlets.forEach(outlet -> outlet.worker().start(info));
    listener.opened(info);
  }

  private static @Nullable Throwable finish(SinkReceiver outlet, List<Path> files) {
    try {
      SinkReport report = outlet.done().toCompletableFuture().join();
      report.file().ifPresent(files::add);
      return null;
    } catch (CompletionException failed) {
      return failed.getCause();
    }
  }

  private StreamParts parts(FeedThread reading, ModelHandle model) {
    JobModelSettings wanted = settings.model();
    int parallelism = model.pool().requests() + wanted.prefetch();
    return new StreamParts(
        input.name(),
        reading,
        ledger,
        model.preparation(),
        model.pool().join(parallelism, null),
        model.postprocessor(),
        allOutlets(),
        observer());
  }

  /** Those that write, and the page's. */
  private List<ResultReceiver> allOutlets() {
    List<ResultReceiver> all = new ArrayList<>(outlets);
    shown.ifPresent(stream -> all.add(stream.pictures()));
    return all;
  }

  private StreamObserver observer() {
    return shown.map(stream -> metrics.and(stream.ears())).orElse(metrics);
  }

  private SourceSettings sourceSettings() {
    PlaybackSettings wanted = settings.playback();
    return SourceSettings.builder(
            demo.map(DemoSource::location).orElseGet(() -> SourceLocation.parse(input.source())))
        .delivery(wanted.delivery().map(InputRun::delivery).orElse(null))
        .flip(wanted.flip())
        .fps(wanted.fps().orElse(0))
        .skipFirst(wanted.skipFirst())
        .loop(wanted.loop())
        .limit(wanted.limit().orElse(0))
        .realtime(wanted.realtime())
        .openTimeout(wanted.timeout())
        .readTimeout(wanted.timeout())
        .build();
  }

  private static Delivery delivery(PlaybackSettings.Delivery delivery) {
    return switch (delivery) {
      case EVERY -> Delivery.EVERY;
      case LATEST -> Delivery.LATEST;
    };
  }

  private SluiceException known(Throwable failure) {
    return failure instanceof SluiceException known
        ? known
        : new SluiceException(ErrorCode.INTERNAL, input.name() + ": " + failure, failure);
  }
}
