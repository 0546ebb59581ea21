package sluice.config.binding;

import com.typesafe.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** Failure of an include that is refused or can't be read; the message is for the user. */
final class IncludeFailure extends ConfigException {
  private static final long serialVersionUID = 1L;

  IncludeFailure(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
