package sluice.stage.sink;

import sluice.config.binding.UnionType;
import sluice.config.sink.SinkConfig;

/**
 * Type of sink that can be configured. One object for each type, without state: a {@link
 * LocalSinkType}, or one with a far side. Thread-safe.
 *
 * @param <C> the settings of such a sink
 */
public interface SinkType<C extends SinkConfig> {

  /** The type's name, its description in one line, and its settings. */
  UnionType.Variant<C> variant();
}
