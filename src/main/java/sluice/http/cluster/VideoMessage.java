package sluice.http.cluster;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.util.ByteString;
import sluice.core.LiveVideo;
import sluice.http.routing.BadBodyException;
import sluice.http.routing.JsonBody;

/** Reads a piece of video as the socket of live views sends it. */
final class VideoMessage {
  private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

  private String stream = "";
  private String kind = "";
  private String codecs = "";
  private int width;
  private int height;
  private long number;
  private Instant at = Instant.EPOCH;
  private Duration start = Duration.ZERO;
  private boolean keyFrame;

  private VideoMessage() {}

  /** A start, or a fragment; empty where it is none. */
  static Optional<LiveVideo> read(ByteString message) {
    Optional<HeadedBytes> parts = HeadedBytes.read(message);
    try {
      return parts.flatMap(read -> new VideoMessage().with(read.header(), read.bytes()));
    } catch (BadBodyException | DateTimeException e) {
      return Optional.empty(); // not what a node of this build sends
    }
  }

  private Optional<LiveVideo> with(String header, byte[] bytes) {
    JsonBody.members(header, this::read);
    return switch (kind) {
      case "init" -> Optional.of(new LiveVideo.Start(stream, codecs, width, height, bytes));
      case "fragment" ->
          Optional.of(new LiveVideo.Fragment(stream, number, at, start, keyFrame, bytes));
      default -> Optional.empty();
    };
  }

  private void read(String name, JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    boolean isNumber = token.isNumeric();
    switch (name) {
      case "stream" -> stream = parser.getText();
      case "kind" -> kind = parser.getText();
      case "codecs" -> codecs = parser.getText();
      case "width" -> width = isNumber ? parser.getIntValue() : 0;
      case "height" -> height = isNumber ? parser.getIntValue() : 0;
      case "number" -> number = isNumber ? parser.getLongValue() : 0;
      case "at" -> at = Instant.parse(parser.getText());
      case "start" -> start = isNumber ? seconds(parser.getDoubleValue()) : Duration.ZERO;
      case "key" -> keyFrame = token == JsonToken.VALUE_TRUE;
      default -> parser.skipChildren();
    }
  }

  private static Duration seconds(double seconds) {
    return Duration.ofNanos(Math.round(seconds * NANOS));
  }
}
