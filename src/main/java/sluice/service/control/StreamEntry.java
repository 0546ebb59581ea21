package sluice.service.control;

import sluice.config.settings.StreamConfig;
import sluice.service.stream.StreamSpec;

/**
 * A stream of the service as the control plane lists it.
 *
 * @param config its settings
 * @param origin where it was defined
 * @param paused whether it rests until it is resumed
 */
public record StreamEntry(StreamConfig config, StreamSpec.Origin origin, boolean paused) {

  StreamEntry paused(boolean rests) {
    return new StreamEntry(config, origin, rests);
  }
}
