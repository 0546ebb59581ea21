package sluice.app.sink;

import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import sluice.config.sink.SinkConfig;
import sluice.core.Delivery;
import sluice.core.HandOffQueue.OverflowStrategy;
import sluice.stage.sink.Housekeeping;
import sluice.stage.sink.LocalSinkType;
import sluice.stage.sink.ResultSink;
import sluice.stage.sink.SinkContext;
import sluice.stage.sink.SinkType;
import sluice.stage.sink.StreamSink;
import sluice.stage.sink.StreamSink.FailurePolicy;
import sluice.stage.sink.jsonl.JsonLinesSink;
import sluice.stage.sink.jsonl.JsonLinesSinkType;
import sluice.stage.sink.overlay.OverlaySettings;
import sluice.stage.sink.overlay.OverlaySink;

/**
 * Factory of sinks: those of the service by their types, and those of jobs. No sink is opened here.
 * Thread-safe.
 */
public final class SinkFactory {
  /** What stands for standard output in place of a file's name. */
  public static final String STANDARD_OUTPUT = JsonLinesSink.STANDARD_OUTPUT;

  /** Results that may wait to be drawn: each holds a picture of the decoder's. */
  private static final int PICTURES = 4;

  private final Map<String, SinkType<?>> types = new HashMap<>();
  private final Clock clock;
  private final Housekeeping housekeeping;
  private volatile Set<SinkConfig> current = Set.of();

  /**
   * A factory of sinks that are written for months.
   *
   * @param types those that can be configured, as {@link SinkTypes#ALL}
   * @param clock gives the day, and the age of files
   * @param housekeeping compresses and deletes closed files, one task at a time
   */
  public SinkFactory(List<SinkType<?>> types, Clock clock, Executor housekeeping) {
    types.forEach(type -> this.types.put(type.variant().name(), type));
    this.clock = clock;
    this.housekeeping = new Housekeeping(housekeeping, clock, System::nanoTime);
  }

  /**
   * A sink of the service.
   *
   * @param stream the stream's id
   * @param delivery whether the stream waits for the sink, so that no result is lost
   * @throws IllegalArgumentException when its type is not among those of this factory
   */
  public StreamSink configured(SinkConfig config, String stream, Delivery delivery) {
    SinkType<?> type = types.get(config.variant().name());
    if (type instanceof LocalSinkType<?> local) {
      return create(local, config, new SinkContext(stream, delivery, clock, housekeeping));
    }
    throw new IllegalArgumentException("no sink type is called " + config.variant().name());
  }

  /**
   * Has the housekeeping see to what streams left that write nothing in this process, by these
   * settings instead of those of before.
   */
  public synchronized void watchLeftovers(Collection<SinkConfig> configs) {
    Set<SinkConfig> before = current;
    current = Set.copyOf(configs);
    for (SinkConfig config : current) {
      SinkType<?> type = types.get(config.variant().name());
      if (type instanceof LocalSinkType<?> local && !before.contains(config)) {
        watchLeftovers(local, config);
      }
    }
  }

  private <C extends SinkConfig> void watchLeftovers(LocalSinkType<C> type, SinkConfig config) {
    type.watchLeftovers(
        type.variant().group().cast(config), housekeeping, () -> current.contains(config));
  }

  private static <C extends SinkConfig> StreamSink create(
      LocalSinkType<C> type, SinkConfig config, SinkContext context) {
    return type.create(type.variant().group().cast(config), context);
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
   * @param target a file, or {@link #STANDARD_OUTPUT}
   * @param overwrite whether a file that exists may be replaced
   * @throws sluice.core.SluiceException when the file can't be written
   */
  public static StreamSink jsonLines(String input, String target, boolean overwrite) {
    return ofJob("json-" + input, JsonLinesSink.to(target, overwrite), JsonLinesSinkType.CAPACITY);
  }

  private static StreamSink ofJob(String name, ResultSink sink, int capacity) {
    return new StreamSink(
        name, name, sink, capacity, OverflowStrategy.WAIT, FailurePolicy.END_STREAM);
  }
}
