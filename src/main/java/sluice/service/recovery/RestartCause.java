package sluice.service.recovery;

import java.util.Locale;
import sluice.core.DecoderCrashException;
import sluice.core.SluiceException;

/** Cause of a restart: why a source was opened again. */
public enum RestartCause {
  /** It failed or ended though it is live. */
  INPUT,
  /** The process that decoded it crashed. */
  DECODER_CRASH,
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
  public static RestartCause of(SluiceException failure) {
    return switch (failure.code()) {
      case INPUT -> failure instanceof DecoderCrashException ? DECODER_CRASH : INPUT;
      case DEVICE, MODEL, ENVIRONMENT -> DEVICE;
      case OUTPUT -> OUTPUT;
      case INTERNAL, USAGE, REMOTE, CLUSTER -> INTERNAL;
    };
  }

  /** The cause as users see it. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
