package sluice.recording.index;

import org.jspecify.annotations.Nullable;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;

/** An index of recordings is damaged, or the file is something else. It can be built again. */
public final class DamagedIndexException extends SluiceException {
  private static final long serialVersionUID = 1L;

  DamagedIndexException(String message, @Nullable Throwable cause) {
    super(ErrorCode.OUTPUT, message, cause);
  }
}
