package sluice.app.detect;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import sluice.app.sink.SinkFactory;
import sluice.core.Failures;
import sluice.core.PixelSize;
import sluice.core.SourceInfo;
import sluice.core.message.StateChange;
import sluice.core.scene.SceneEvent;
import sluice.core.scene.SceneListener;
import sluice.core.scene.SceneSettings;
import sluice.stage.sink.ResultReceiver;
import sluice.stage.sink.RunIds;
import sluice.stage.sink.StreamSink;
import sluice.stage.sink.overlay.OverlaySettings;

/**
 * The sinks of one input, in the order video, JSON Lines, those of the configuration: opened once,
 * by its first graph, and closed once, at its end.
 *
 * @param sinks none of them open
 * @param ids names the input's run for those of the configuration
 */
record JobSinks(List<StreamSink> sinks, RunIds ids) {

  /**
   * What was written.
   *
   * @param files complete ones, and those that a failed sink left
   * @param failure of the first sink that failed
   */
  record Written(List<Path> files, Optional<Throwable> failure) {}

  /**
   * Makes the sinks that an input asks for; none is opened.
   *
   * @param configured makes those of the configuration
   * @throws sluice.core.SluiceException when a place can't be written
   */
  static JobSinks of(
      DetectSettings settings,
      DetectSettings.Input input,
      Function<RunIds, List<StreamSink>> configured) {
    List<StreamSink> sinks = new ArrayList<>();
    input
        .video()
        .ifPresent(file -> sinks.add(SinkFactory.video(input.name(), overlay(settings, file))));
    input
        .json()
        .ifPresent(
            json ->
                sinks.add(SinkFactory.jsonLines(input.name(), name(json), settings.overwrite())));
    RunIds ids = new RunIds();
    sinks.addAll(configured.apply(ids));
    return new JobSinks(sinks, ids);
  }

  private static OverlaySettings overlay(DetectSettings settings, Path file) {
    int width = settings.outputSize().map(PixelSize::width).orElse(0);
    int height = settings.outputSize().map(PixelSize::height).orElse(0);
    return new OverlaySettings(file, width, height, settings.overwrite());
  }

  private static String name(DetectSettings.JsonTarget target) {
    return switch (target) {
      case DetectSettings.JsonTarget.File file -> file.path().toString();
      case DetectSettings.JsonTarget.StandardOutput _ -> SinkFactory.STANDARD_OUTPUT;
    };
  }

  /** The receivers of a graph's results. */
  List<ResultReceiver> forRun(SourceInfo source) {
    ids.begin();
    return sinks.stream().map(sink -> sink.forRun(source)).toList();
  }

  /** A listener to the input's scene that tells them. */
  SceneListener scene() {
    return new SceneListener() {
      @Override
      public void happened(SceneEvent event) {
        sinks.forEach(sink -> sink.happened(event));
      }

      @Override
      public void watching(SceneSettings settings) {
        sinks.forEach(sink -> sink.watching(settings));
      }
    };
  }

  /** The input has come into a state. */
  void entered(InputState state) {
    StateChange change = new StateChange(state.state().wireName(), state.cause(), Instant.now());
    sinks.forEach(sink -> sink.entered(change));
  }

  /** Closes them when no graph uses them any more; blocks until all is written. */
  Written finish() {
    List<Path> files = new ArrayList<>();
    List<Throwable> failures = new ArrayList<>();
    for (StreamSink sink : sinks) {
      try {
        sink.finish().toCompletableFuture().join().file().ifPresent(files::add);
      } catch (CompletionException failed) {
        failures.add(Failures.unwrap(failed));
      }
    }
    return new Written(files, failures.stream().findFirst());
  }
}
