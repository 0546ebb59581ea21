package sluice.catalog.fetch;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Failure of a busy server that may be retried, with the server's {@code Retry-After} if it sent
 * one.
 */
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
