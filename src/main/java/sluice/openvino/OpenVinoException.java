package sluice.openvino;

import org.jspecify.annotations.Nullable;

/** A call of OpenVINO failed. The message is one line. */
public class OpenVinoException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int code;

  /**
   * A failure.
   *
   * @param status how the call ended
   * @param message what was tried and what OpenVINO said
   */
  public OpenVinoException(Status status, String message) {
    this(status, message, null);
  }

  OpenVinoException(Status status, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = status.code();
  }

  /**
   * How the call ended. The text of the message may be another failure's where two calls failed at
   * once; this is exact.
   */
  public Status status() {
    return new Status(code);
  }
}
