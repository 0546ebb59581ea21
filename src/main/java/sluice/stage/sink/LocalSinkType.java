package sluice.stage.sink;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import sluice.config.sink.SinkConfig;

/**
 * Type of sinks that write on this machine: each stream has a sink of its own; all of them share a
 * few threads. Thread-safe.
 *
 * @param <C> the settings of such a sink
 */
public interface LocalSinkType<C extends SinkConfig> extends SinkType<C> {

  /**
   * Makes a sink for a stream of the service; it isn't open yet. The type says how many results may
   * wait for it, and what its failure means for the stream.
   */
  StreamSink create(C config, SinkContext context);

  /**
   * Looks whether such a sink could write, and leaves nothing behind. Blocks on the disk.
   *
   * @return what was seen, in the order in which it is shown
   * @throws IOException that says what is in the way
   */
  List<SinkFact> test(C config) throws IOException;

  /**
   * The folder that such a sink writes its files in, for what looks at disks beforehand; it need
   * not exist. Where each stream has a folder of its own: that of a stream called test.
   *
   * @return empty where it writes no files
   */
  default Optional<Path> folder(C config) {
    return Optional.empty();
  }

  /**
   * Has the housekeeping see to what streams left in such a sink that write nothing to it in this
   * process; usually nothing.
   *
   * @param config settings that have come into force
   * @param isCurrent whether they still are; the housekeeping ends when they are not
   */
  default void watchLeftovers(C config, Housekeeping housekeeping, BooleanSupplier isCurrent) {}
}
