package sluice.catalog.fetch;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** A server is busy, and may have said for how long. */
final class RetryLater extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient Optional<Duration> pause;

  RetryLater(String message, Optional<Duration> pause) {
    super(message);
    this.pause = pause;
  }

  /** How long it wants to be left alone. */
  Optional<Duration> pause() {
    return pause;
  }
}
