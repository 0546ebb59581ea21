package sluice.service.recovery;

import java.util.Locale;
import sluice.core.ErrorCode;

/** Cause of a restart: why a source was opened again. */
public enum RestartCause {
  /** It failed or ended though it is live. */
  INPUT,
  /** No frame came for too long. */
  SILENCE,
  /** The device failed. */
  DEVICE,
  /** A sink failed. */
  OUTPUT,
  /** A fault of Sluice itself. */
  INTERNAL,
  /** A client requested it, or changed its settings. */
  REQUEST;

  /** What a failure that is tried again counts as. */
  public static RestartCause of(ErrorCode code) {
    return switch (code) {
      case INPUT -> INPUT;
      case DEVICE, MODEL, ENVIRONMENT -> DEVICE;
      case OUTPUT -> OUTPUT;
      case INTERNAL, USAGE, REMOTE, CLUSTER -> INTERNAL;
    };
  }

  /** The cause as users see it. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
