package sluice.stage.sink.jsonl;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import sluice.config.binding.CollectionTypes;
import sluice.config.binding.UnionType;
import sluice.stage.sink.Housekeeping;
import sluice.stage.sink.LocalSinkType;
import sluice.stage.sink.SinkContext;
import sluice.stage.sink.SinkFact;
import sluice.stage.sink.SinkSelection;
import sluice.stage.sink.StreamSink;
import sluice.stage.sink.WorkerSink;
import sluice.stage.sink.files.OrphanedFiles;
import sluice.stage.sink.files.RotationPolicy;
import sluice.stage.sink.files.WritableFolder;

/**
 * The sink type {@code json-lines}: a {@link JsonLinesSeries} for each stream. Where it can't write
 * it tries again, and its stream goes on.
 */
public final class JsonLinesSinkType implements LocalSinkType<JsonLinesSinkConfig> {
  /** Results that may wait for their line: they hold no picture. */
  public static final int CAPACITY = 64;

  /** Stands for a stream where none is meant. */
  private static final String TEST = "test";

  @Override
  public UnionType.Variant<JsonLinesSinkConfig> variant() {
    return JsonLinesSinkSettings.VARIANT;
  }

  @Override
  public StreamSink create(JsonLinesSinkConfig config, SinkContext context) {
    return new WorkerSink(
        config.name(),
        new JsonLinesSeries(
            context.stream(),
            policy(config, context.stream()),
            context.clock(),
            System::nanoTime,
            context.housekeeping()),
        CAPACITY,
        context,
        new SinkSelection(config.only(), config.filters()));
  }

  @Override
  public List<SinkFact> test(JsonLinesSinkConfig config) throws IOException {
    return WritableFolder.test(config.file(TEST));
  }

  @Override
  public Optional<Path> folder(JsonLinesSinkConfig config) {
    return Optional.ofNullable(config.file(TEST).toAbsolutePath().getParent());
  }

  @Override
  public void watchLeftovers(
      JsonLinesSinkConfig config, Housekeeping housekeeping, BooleanSupplier isCurrent) {
    Optional<Duration> age = config.keepAge();
    if (age.isEmpty()) {
      return;
    }
    OrphanedFiles files =
        new OrphanedFiles(
            config.path(),
            JsonLinesSinkConfig.STREAM,
            CollectionTypes.ID,
            stream -> policy(config, stream),
            housekeeping);
    housekeeping.every(
        config,
        OrphanedFiles.interval(age.get()),
        () -> {
          if (isCurrent.getAsBoolean()) {
            files.tidy();
          }
          return isCurrent.getAsBoolean();
        });
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
