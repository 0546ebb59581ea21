package sluice.stage.sink.counted;

import java.nio.file.Path;
import java.util.List;
import sluice.config.binding.UnionType;
import sluice.stage.sink.LocalSinkType;
import sluice.stage.sink.SinkContext;
import sluice.stage.sink.SinkFact;
import sluice.stage.sink.SinkSelection;
import sluice.stage.sink.StreamSink;
import sluice.stage.sink.WorkerSink;

/** The sink type {@code counted}: a toy, and what a new sink type looks like. */
public final class CountedSinkType implements LocalSinkType<CountedSinkConfig> {
  /** Results that may wait to be counted: they hold no picture. */
  private static final int CAPACITY = 8;

  @Override
  public UnionType.Variant<CountedSinkConfig> variant() {
    return CountedSinkSettings.VARIANT;
  }

  @Override
  public StreamSink create(CountedSinkConfig config, SinkContext context) {
    Path file = Path.of(config.file().replace("{stream}", context.stream()));
    return new WorkerSink(
        config.name(),
        new CountedSink(file, config.step()),
        CAPACITY,
        context,
        SinkSelection.FRAMES);
  }

  @Override
  public List<SinkFact> test(CountedSinkConfig config) {
    return List.of(new SinkFact("file", config.file()));
  }
}
