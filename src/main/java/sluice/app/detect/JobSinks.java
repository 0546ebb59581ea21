package sluice.app.detect;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import sluice.core.HandOffQueue.OverflowStrategy;
import sluice.core.PixelSize;
import sluice.stage.sink.ResultSink;
import sluice.stage.sink.SinkWorker;
import sluice.stage.sink.jsonl.JsonLinesSink;
import sluice.stage.sink.overlay.OverlaySettings;
import sluice.stage.sink.overlay.OverlaySink;

/** The sinks that an input asks for. */
final class JobSinks {
  /** Results that may wait for their line: they hold no picture. */
  private static final int LINES = 64;

  /** Results that may wait to be drawn: each holds a picture of the decoder's. */
  private static final int PICTURES = 4;

  private JobSinks() {}

  /**
   * Makes the sinks; none is opened.
   *
   * @throws sluice.core.SluiceException when a place can't be written
   */
  static List<SinkReceiver> of(DetectSettings settings, DetectInput input) {
    List<SinkReceiver> outlets = new ArrayList<>();
    input
        .video()
        .ifPresent(
            file ->
                outlets.add(outlet("video-" + input.name(), overlay(settings, file), PICTURES)));
    input
        .json()
        .ifPresent(
            target ->
                outlets.add(
                    outlet(
                        "json-" + input.name(), jsonLines(target, settings.overwrite()), LINES)));
    return outlets;
  }

  private static ResultSink overlay(DetectSettings settings, Path file) {
    int width = settings.outputSize().map(PixelSize::width).orElse(0);
    int height = settings.outputSize().map(PixelSize::height).orElse(0);
    return new OverlaySink(new OverlaySettings(file, width, height, settings.overwrite()));
  }

  private static ResultSink jsonLines(JsonTarget target, boolean overwrite) {
    String name =
        switch (target) {
          case JsonTarget.File file -> file.path().toString();
          case JsonTarget.StandardOutput out -> JsonLinesSink.STANDARD_OUTPUT;
        };
    return JsonLinesSink.to(name, overwrite);
  }

  private static SinkReceiver outlet(String name, ResultSink sink, int capacity) {
    return new SinkReceiver(new SinkWorker(name, sink, capacity, OverflowStrategy.WAIT));
  }
}
