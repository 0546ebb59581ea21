package sluice.http.cluster;

import com.fasterxml.jackson.core.JsonToken;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.apache.pekko.util.ByteString;
import sluice.core.LivePicture;
import sluice.http.routing.BadBodyException;
import sluice.http.routing.JsonBody;

/** Reads a picture as the socket of live pictures sends it: length of its header, header, JPEG. */
final class PictureMessage {
  private static final int LONGEST_HEADER = 1_000;

  private String stream = "";
  private long number;
  private Instant at = Instant.EPOCH;
  private int width;
  private int height;

  private PictureMessage() {}

  /** The picture; empty where it is none. */
  static Optional<LivePicture> read(ByteString message) {
    ByteBuffer bytes = message.asByteBuffer();
    if (bytes.remaining() < Integer.BYTES) {
      return Optional.empty();
    }
    int length = bytes.getInt();
    if (length < 0 || length > LONGEST_HEADER || length > bytes.remaining()) {
      return Optional.empty();
    }
    byte[] header = new byte[length];
    bytes.get(header);
    byte[] jpeg = new byte[bytes.remaining()];
    bytes.get(jpeg);
    try {
      return Optional.of(new PictureMessage().with(header, jpeg));
    } catch (BadBodyException | DateTimeException e) {
      return Optional.empty(); // not what a node of this build sends
    }
  }

  private LivePicture with(byte[] header, byte[] jpeg) {
    JsonBody.members(
        new String(header, StandardCharsets.UTF_8),
        (name, parser) -> {
          boolean isNumber = parser.currentToken() == JsonToken.VALUE_NUMBER_INT;
          switch (name) {
            case "stream" -> stream = parser.getText();
            case "at" -> at = Instant.parse(parser.getText());
            case "number" -> number = isNumber ? parser.getLongValue() : 0;
            case "width" -> width = isNumber ? parser.getIntValue() : 0;
            case "height" -> height = isNumber ? parser.getIntValue() : 0;
            default -> parser.skipChildren();
          }
        });
    return new LivePicture(stream, number, at, width, height, jpeg);
  }
}
