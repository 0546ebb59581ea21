package sluice.service.model;

import java.time.Duration;

/** How long a {@link ModelHost} waits for its device. */
final class ModelTimeouts {
  /** How often the device is checked. */
  static final Duration WATCH = Duration.ofSeconds(1);

  /** How long a cancelled inference has to return before the device is abandoned. */
  static final Duration CANCEL_GRACE = Duration.ofSeconds(1);

  /** How long asking a device to cancel may take before its thread counts as stuck. */
  static final Duration CANCEL_TIMEOUT = Duration.ofSeconds(10);

  /** The same for closing a model, which waits for its inferences. */
  static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

  /** Checks without a stall, while inferences ended, after which earlier failures are forgotten. */
  static final int HEALTHY_CHECKS = 60;

  private ModelTimeouts() {}
}
