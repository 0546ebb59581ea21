package sluice.http.cluster;

import com.fasterxml.jackson.core.JsonToken;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.apache.pekko.util.ByteString;
import sluice.core.LivePicture;
import sluice.http.routing.BadBodyException;
import sluice.http.routing.JsonBody;

/** Reads a picture as the socket of live views sends it. */
final class PictureMessage {
  private String stream = "";
  private long number;
  private Instant at = Instant.EPOCH;
  private int width;
  private int height;

  private PictureMessage() {}

  /** The picture; empty where it is none. */
  static Optional<LivePicture> read(ByteString message) {
    Optional<HeadedBytes> parts = HeadedBytes.read(message);
    try {
      return parts.map(read -> new PictureMessage().with(read.header(), read.bytes()));
    } catch (BadBodyException | DateTimeException e) {
      return Optional.empty(); // not what a node of this build sends
    }
  }

  private LivePicture with(String header, byte[] jpeg) {
    JsonBody.members(
        header,
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
