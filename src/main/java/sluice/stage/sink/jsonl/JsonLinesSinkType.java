package sluice.stage.sink.jsonl;

import sluice.config.binding.UnionType;
import sluice.stage.sink.SinkContext;
import sluice.stage.sink.SinkType;
import sluice.stage.sink.StreamSink;
import sluice.stage.sink.StreamSink.FailurePolicy;
import sluice.stage.sink.files.RotationPolicy;

/**
 * The sink type {@code json-lines}: a {@link JsonLinesSeries} for each stream. Where it can't write
 * it tries again, and its stream goes on.
 */
public final class JsonLinesSinkType implements SinkType<JsonLinesSinkConfig> {
  /** Results that may wait for their line: they hold no picture. */
  public static final int CAPACITY = 64;

  @Override
  public UnionType.Variant<JsonLinesSinkConfig> variant() {
    return JsonLinesSinkSettings.VARIANT;
  }

  @Override
  public StreamSink create(JsonLinesSinkConfig config, SinkContext context) {
    return new StreamSink(
        config.name(),
        context.thread(config.name()),
        new JsonLinesSeries(
            policy(config, context.stream()),
            context.clock(),
            System::nanoTime,
            context.housekeeping()),
        CAPACITY,
        context.whenFull(),
        FailurePolicy.KEEP_STREAM);
  }

  private static RotationPolicy policy(JsonLinesSinkConfig config, String stream) {
    return new RotationPolicy(
        config.file(stream),
        config.maxSize(),
        config.daily(),
        config.keepFiles(),
        config.keepAge(),
        config.compress());
  }
}
