package sluice.app.sink;

import java.nio.file.Path;
import java.util.Optional;
import sluice.config.sink.SinkConfig;
import sluice.stage.sink.LocalSinkType;
import sluice.stage.sink.SinkType;

/** The folders that sinks of a configuration write results in. */
public final class SinkFolders {
  private SinkFolders() {}

  /** The folder of a sink's files, absolute; empty for sinks that send results elsewhere. */
  public static Optional<Path> of(SinkConfig config) {
    return SinkTypes.ALL.stream()
        .filter(type -> type.variant().name().equals(config.typeName()))
        .findFirst()
        .flatMap(type -> folder(type, config));
  }

  private static Optional<Path> folder(SinkType<?> type, SinkConfig config) {
    return type instanceof LocalSinkType<?> local ? ofLocal(local, config) : Optional.empty();
  }

  private static <C extends SinkConfig> Optional<Path> ofLocal(
      LocalSinkType<C> type, SinkConfig config) {
    return type.folder(type.variant().group().cast(config));
  }
}
