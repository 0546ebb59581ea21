package sluice.openvino.ffi;

import org.jspecify.annotations.Nullable;

/** OpenVINO's library is missing, can't be loaded, or isn't one that this binding may call. */
public final class LibraryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A library that can't be used, or not for this; the message says what to do. */
  public LibraryException(String message) {
    super(message);
  }

  LibraryException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
