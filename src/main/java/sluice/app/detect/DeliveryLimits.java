package sluice.app.detect;

import java.time.Duration;

/**
 * How long a job waits for the far sides of its sinks.
 *
 * @param patience while none of what waits is settled, above 0
 * @param afterStop in all, from the moment that the job was asked to end
 */
public record DeliveryLimits(Duration patience, Duration afterStop) {
  /**
   * Longer than the longest pause between two tries, 30 s, with the try itself; once it is asked to
   * end, as long as the service waits for its sinks.
   */
  public static final DeliveryLimits USUAL =
      new DeliveryLimits(Duration.ofSeconds(60), Duration.ofSeconds(10));
}
