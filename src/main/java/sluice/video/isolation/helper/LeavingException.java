package sluice.video.isolation.helper;

/** The service has said that the source is to be left, or is gone: nothing more is to be done. */
final class LeavingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LeavingException() {
    super("the source is to be left", null, false, false);
  }
}
