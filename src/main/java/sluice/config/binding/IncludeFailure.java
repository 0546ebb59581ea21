package sluice.config.binding;

import com.typesafe.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** A file includes what it can't; the message is for the user. */
final class IncludeFailure extends ConfigException {
  private static final long serialVersionUID = 1L;

  IncludeFailure(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
