package sluice.stage.sink.webhook;

/**
 * Value of a header that every request has.
 *
 * @param reveal the text itself. Not for logs, messages, answers or metrics where it is secret
 * @param isSecret whether it came from the environment
 */
public record HeaderValue(String reveal, boolean isSecret) {

  /** The text; three stars where it is secret. */
  @Override
  public String toString() {
    return isSecret ? "***" : reveal;
  }
}
