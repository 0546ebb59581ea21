package sluice.openvino;

/**
 * OpenVINO's library is missing, can't be loaded, or is a version that can't be used. The message
 * says what to do.
 */
public final class OpenVinoUnavailableException extends OpenVinoException {
  private static final long serialVersionUID = 1L;

  OpenVinoUnavailableException(RuntimeException cause) {
    super(Status.NOT_CALLED, String.valueOf(cause.getMessage()), cause);
  }
}
