package sluice.app.sink;

import java.time.Clock;
import java.util.concurrent.Executor;
import sluice.config.settings.SinkConfig;
import sluice.core.HandOffQueue.OverflowStrategy;
import sluice.stage.sink.ResultSink;
import sluice.stage.sink.StreamSink;
import sluice.stage.sink.StreamSink.FailurePolicy;
import sluice.stage.sink.files.RotationPolicy;
import sluice.stage.sink.jsonl.JsonLinesSeries;
import sluice.stage.sink.jsonl.JsonLinesSink;
import sluice.stage.sink.overlay.OverlaySettings;
import sluice.stage.sink.overlay.OverlaySink;

/**
 * Factory of sinks: the one place that knows every kind, how many results may wait for one, and
 * what its failure means. No sink is opened here. Thread-safe.
 */
public final class SinkFactory {
  /** Results that may wait for their line: they hold no picture. */
  private static final int LINES = 64;

  /** Results that may wait to be drawn: each holds a picture of the decoder's. */
  private static final int PICTURES = 4;

  private final Clock clock;
  private final Executor housekeeping;

  /**
   * A factory of sinks that are written for months.
   *
   * @param clock gives the day, and the age of files
   * @param housekeeping compresses and deletes closed files, one task at a time
   */
  public SinkFactory(Clock clock, Executor housekeeping) {
    this.clock = clock;
    this.housekeeping = housekeeping;
  }

  /**
   * A sink of the service: it is tried again where it fails, and its stream goes on.
   *
   * @param stream the stream's id
   * @param every whether the stream waits for the sink, so that no result is lost; for any other
   *     one the oldest result is dropped
   */
  public StreamSink configured(SinkConfig config, String stream, boolean every) {
    return switch (config) {
      case SinkConfig.JsonLines lines ->
          new StreamSink(
              lines.name(),
              lines.name() + "-" + stream,
              new JsonLinesSeries(series(lines, stream), clock, System::nanoTime, housekeeping),
              LINES,
              every ? OverflowStrategy.WAIT : OverflowStrategy.DROP_OLDEST,
              FailurePolicy.KEEP_STREAM);
    };
  }

  private static RotationPolicy series(SinkConfig.JsonLines lines, String stream) {
    return new RotationPolicy(
        lines.file(stream),
        lines.maxSize(),
        lines.daily(),
        lines.keepFiles(),
        lines.keepAge(),
        lines.compress());
  }

  /**
   * The annotated video of a job's input. The input waits for it and ends with its failure.
   *
   * @param input the input's name
   * @throws sluice.core.SluiceException when the file can't be written
   */
  public static StreamSink video(String input, OverlaySettings settings) {
    return ofJob("video-" + input, new OverlaySink(settings), PICTURES);
  }

  /**
   * The JSON Lines of a job's input. The input waits for them and ends with their failure.
   *
   * @param input the input's name
   * @param target a file, or {@link JsonLinesSink#STANDARD_OUTPUT}
   * @param overwrite whether a file that exists may be replaced
   * @throws sluice.core.SluiceException when the file can't be written
   */
  public static StreamSink jsonLines(String input, String target, boolean overwrite) {
    return ofJob("json-" + input, JsonLinesSink.to(target, overwrite), LINES);
  }

  private static StreamSink ofJob(String name, ResultSink sink, int capacity) {
    return new StreamSink(
        name, name, sink, capacity, OverflowStrategy.WAIT, FailurePolicy.END_STREAM);
  }
}
