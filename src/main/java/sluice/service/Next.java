package sluice.service;

/** What comes when a stream's run has ended. */
sealed interface Next {
  /** The source is tried again after a while. */
  record Retry(RestartCause cause, String message) implements Next {}

  /** A new run begins. */
  record Start(String why) implements Next {}

  /** The stream rests in a state. */
  record Rest(StreamState state, String why) implements Next {}

  /** The stream is over. */
  record End() implements Next {}
}
