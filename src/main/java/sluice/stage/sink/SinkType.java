package sluice.stage.sink;

import java.util.function.BooleanSupplier;
import sluice.config.binding.UnionType;
import sluice.config.sink.SinkConfig;

/**
 * Type of sink that can be configured: its settings, and the factory of its sinks. One object for
 * each type, without state. Thread-safe.
 *
 * @param <C> the settings of such a sink
 */
public interface SinkType<C extends SinkConfig> {

  /** The type's name, its description in one line, and its settings. */
  UnionType.Variant<C> variant();

  /**
   * Makes a sink for a stream of the service; it isn't open yet. The type says how many results may
   * wait for it, and what its failure means for the stream.
   */
  StreamSink create(C config, SinkContext context);

  /**
   * Has the housekeeping see to what streams left in such a sink that write nothing to it in this
   * process; usually nothing.
   *
   * @param config settings that have come into force
   * @param isCurrent whether they still are; the housekeeping ends when they are not
   */
  default void watchLeftovers(C config, Housekeeping housekeeping, BooleanSupplier isCurrent) {}
}
