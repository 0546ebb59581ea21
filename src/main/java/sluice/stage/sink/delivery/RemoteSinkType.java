package sluice.stage.sink.delivery;

import sluice.config.sink.RemoteSinkConfig;
import sluice.stage.sink.SinkType;

/**
 * Type of sinks with a far side. Its class is loaded with every start, so it may name its client's
 * classes only where {@link #destination} is called.
 *
 * @param <C> the settings of such a sink
 */
public interface RemoteSinkType<C extends RemoteSinkConfig> extends SinkType<C> {

  /** Makes the far side of a sink; opens nothing. */
  Destination destination(C config, DestinationContext context);
}
