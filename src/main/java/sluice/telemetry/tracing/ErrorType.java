package sluice.telemetry.tracing;

import java.util.Locale;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;

/** Words for what went wrong, as {@code error.type} has them: never the text of a failure. */
final class ErrorType {
  /** Nothing did. */
  static final String NONE = "";

  /** It was given up because nobody wants it any more. */
  static final String CANCELLED = "cancelled";

  /** The far side of a sink will never take a message. */
  static final String REFUSED = "refused";

  private ErrorType() {}

  /** The code of a failure, such as {@code device}. */
  static String of(Throwable cause) {
    ErrorCode code = cause instanceof SluiceException known ? known.code() : ErrorCode.INTERNAL;
    return code.name().toLowerCase(Locale.ROOT);
  }
}
