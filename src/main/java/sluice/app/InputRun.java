package sluice.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sluice.core.DropCause;
import sluice.core.ErrorCode;
import sluice.core.FrameLedger;
import sluice.core.SluiceException;
import sluice.core.SourceInfo;
import sluice.metrics.RunMetrics;
import sluice.metrics.RunProgress;
import sluice.pipeline.RunEnd;
import sluice.pipeline.StreamParts;
import sluice.pipeline.StreamRun;
import sluice.stage.preprocess.PreprocessSettings;
import sluice.stage.preprocess.Preprocessor;
import sluice.stage.preprocess.ResizeMode;
import sluice.stage.sink.SinkReport;
import sluice.stage.source.Delivery;
import sluice.stage.source.FrameReader;
import sluice.stage.source.SourceLocation;
import sluice.stage.source.SourceSettings;

/** One input of a detection run: from its source to its files. An instance runs once. */
final class InputRun {
  private final DetectSettings settings;
  private final DetectInput input;
  private final RunMetrics metrics;
  private final FrameReader reader;
  private final FrameLedger ledger = new FrameLedger();
  private final List<SinkOutlet> outlets;

  /**
   * An input that waits to be run.
   *
   * @param metrics of this input alone
   * @param sinks where results go; ended with the run
   */
  InputRun(DetectSettings settings, DetectInput input, RunMetrics metrics, List<SinkOutlet> sinks) {
    this.settings = settings;
    this.input = input;
    this.metrics = metrics;
    this.outlets = sinks;
    this.reader = new FrameReader(input.name(), sourceSettings(), ledger, metrics);
  }

  /**
   * What came of an input.
   *
   * @param leftOvers frames that were lost by stages of a run that ended in order
   */
  record Result(DetectSummary.Input summary, int leftOvers) {}

  /**
   * Runs the input to its end. Blocks; a failure is part of the result.
   *
   * @param opened hears once the source is open, on the decoder's thread
   */
  Result run(ModelHandle model, Streams streams, Consumer<SourceInfo> opened) {
    var _ = reader.opened().thenAccept(info -> start(info, opened));
    StreamRun run = StreamRun.start(parts(model), streams.system());
    RunEnd end = run.ended().toCompletableFuture().join();
    boolean neverOpened = reader.opened().toCompletableFuture().isCompletedExceptionally();
    if (neverOpened) {
      outlets.forEach(outlet -> outlet.worker().abort());
    }
    List<Path> files = new ArrayList<>();
    Throwable failure = end.failure();
    for (SinkOutlet outlet : outlets) {
      Throwable sinkFailure = finish(outlet, files);
      failure = failure == null ? sinkFailure : failure;
    }
    int leftOvers = end.failure() == null ? end.leftOvers() : countAsStopped(end.leftOvers());
    return new Result(
        new DetectSummary.Input(
            input.name(), metrics.snapshot(), files, Optional.ofNullable(failure).map(this::known)),
        leftOvers);
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
    reader.stop();
  }

  private void start(SourceInfo info, Consumer<SourceInfo> opened) {
    outlets.forEach(outlet -> outlet.worker().start(info));
    opened.accept(info);
  }

  private static @Nullable Throwable finish(SinkOutlet outlet, List<Path> files) {
    try {
      SinkReport report = outlet.done().toCompletableFuture().join();
      report.file().ifPresent(files::add);
      return null;
    } catch (CompletionException failed) {
      return failed.getCause();
    }
  }

  private StreamParts parts(ModelHandle model) {
    ModelSettings wanted = settings.model();
    ResizeMode resize =
        switch (wanted.resize()) {
          case STRETCH -> ResizeMode.STRETCH;
          case LETTERBOX -> ResizeMode.LETTERBOX;
        };
    int parallelism = model.pool().requests() + wanted.prefetch();
    return new StreamParts(
        input.name(),
        new ReaderFeed(reader),
        ledger,
        new PictureInput(new Preprocessor(model.pool().input(), PreprocessSettings.of(resize))),
        model.pool().join(parallelism, null),
        model.postprocessor(),
        outlets,
        metrics);
  }

  private SourceSettings sourceSettings() {
    PlaybackSettings wanted = settings.playback();
    return SourceSettings.builder(SourceLocation.parse(input.source()))
        .delivery(wanted.delivery().map(InputRun::delivery).orElse(null))
        .flip(wanted.flip())
        .fps(wanted.fps().orElse(0))
        .skipFirst(wanted.skipFirst())
        .loop(wanted.loop())
        .limit(wanted.limit().orElse(0))
        .realtime(wanted.realtime())
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
