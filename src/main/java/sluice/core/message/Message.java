package sluice.core.message;

import java.time.Instant;
import java.util.Optional;

/**
 * A message for the far side of a sink. It is the same on every try, after a restart of the service
 * too. Immutable by agreement: nobody writes to the arrays.
 *
 * @param id {@code RUN-STREAM-FRAME}, {@code RUN-STREAM-eN} for the Nth event of a run, {@code
 *     RUN-STREAM-sN} for states; unique, and the same for each sink that gets the message. At most
 *     200 characters of {@code [A-Za-z0-9_-]}.
 * @param stream the stream's id, {@code [A-Za-z0-9_-]{1,64}}
 * @param kind what it tells of
 * @param time when the decoder had the picture, or the state changed
 * @param traceparent the W3C trace context of a frame that is traced
 * @param body one JSON object in UTF-8, without a line feed; has {@code id}, {@code type} (the
 *     kind's wire name), {@code stream} and {@code run} among its members
 * @param picture a JPEG that belongs to it; empty where there is none
 */
@SuppressWarnings("ArrayRecordComponent") // bytes are shared, never written to
public record Message(
    String id,
    String stream,
    MessageKind kind,
    Instant time,
    Optional<String> traceparent,
    byte[] body,
    byte[] picture) {

  /** The run in which it was told. */
  public String run() {
    return id.substring(0, id.indexOf('-'));
  }

  /** Whether a picture belongs to it. */
  public boolean hasPicture() {
    return picture.length > 0;
  }

  /** Id, stream and kind; not what it says. */
  @Override
  public String toString() {
    return kind.wireName() + " " + id;
  }
}
