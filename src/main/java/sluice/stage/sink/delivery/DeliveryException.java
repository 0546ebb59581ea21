package sluice.stage.sink.delivery;

import java.time.Duration;
import java.util.Optional;

/** A delivery that failed and is tried again. Its message is for the status of the sink. */
public final class DeliveryException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Optional<Duration> retryAfter;

  /**
   * A failure.
   *
   * @param message what failed, where, and what to do, in one line, without secrets or class names
   */
  public DeliveryException(String message, Throwable cause) {
    super(message, cause);
    this.retryAfter = Optional.empty();
  }

  /** The same without a cause. */
  public DeliveryException(String message) {
    super(message);
    this.retryAfter = Optional.empty();
  }

  /**
   * A failure after which the far side wants to be left alone for a while.
   *
   * @param wait how long, at most 5 minutes
   */
  public DeliveryException(String message, Duration wait) {
    super(message);
    this.retryAfter = Optional.of(wait);
  }

  /** How long the far side wants to be left alone; absent where it doesn't say. */
  public Optional<Duration> retryAfter() {
    return retryAfter == null ? Optional.empty() : retryAfter;
  }
}
