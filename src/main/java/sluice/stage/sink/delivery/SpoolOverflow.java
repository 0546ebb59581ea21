package sluice.stage.sink.delivery;

import java.time.Duration;
import sluice.config.sink.SpoolConfig;
import sluice.stage.sink.spool.SpoolLimits;

/** What happens where more waits in a stream's spool than its settings allow. */
public sealed interface SpoolOverflow {

  /** The bounds above which the spool itself drops what is oldest. */
  SpoolLimits limits(SpoolConfig config);

  /** The oldest messages are lost, and those that are too old: for what goes on for ever. */
  record DropOldest() implements SpoolOverflow {
    @Override
    public SpoolLimits limits(SpoolConfig config) {
      return new SpoolLimits(config.maxSize(), config.maxAge());
    }
  }

  /**
   * None is lost: a stream waits until there is room, where it can wait, and fails where there is
   * none for too long. What waits may exceed {@link SpoolConfig#maxSize} by one message.
   *
   * @param patience how long a stream waits while the far side settles nothing of it, above 0
   */
  record Wait(Duration patience) implements SpoolOverflow {
    @Override
    public SpoolLimits limits(SpoolConfig config) {
      return new SpoolLimits(Long.MAX_VALUE, Duration.ofSeconds(Long.MAX_VALUE));
    }
  }
}
