package sluice.stage.sink.webhook;

import java.util.Optional;

/**
 * What a receiver answered.
 *
 * @param status of HTTP
 * @param retryAfter the header of that name
 * @param server the header of that name
 * @param tls the version of TLS; absent without TLS, and where the answer broke off
 * @param body its first bytes
 * @param isWhole whether there were no more
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares answers
record Answer(
    int status,
    Optional<String> retryAfter,
    Optional<String> server,
    Optional<String> tls,
    byte[] body,
    boolean isWhole) {

  boolean isAcknowledgement() {
    return status / 100 == 2;
  }

  boolean isRedirect() {
    return status / 100 == 3;
  }
}
