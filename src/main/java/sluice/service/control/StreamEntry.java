package sluice.service.control;

import sluice.config.settings.StreamConfig;

/**
 * A stream that the service has.
 *
 * @param config its settings
 * @param origin to whom it belongs
 * @param paused whether it rests until it is resumed
 */
public record StreamEntry(StreamConfig config, Origin origin, boolean paused) {

  /** To whom a stream belongs. */
  public enum Origin {
    /** The configuration's file: changed there. */
    FILE,
    /** The API: kept in the data directory. */
    API
  }

  StreamEntry paused(boolean rests) {
    return new StreamEntry(config, origin, rests);
  }
}
