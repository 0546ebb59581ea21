package sluice.recording.files;

/** What should be a box of MP4 is none, or says what can't be. */
final class DamagedBoxException extends Exception {
  private static final long serialVersionUID = 1L;

  DamagedBoxException(String message) {
    super(message);
  }
}
