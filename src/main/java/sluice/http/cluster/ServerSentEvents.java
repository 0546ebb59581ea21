package sluice.http.cluster;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Framing;
import org.apache.pekko.stream.javadsl.FramingTruncation;
import org.apache.pekko.util.ByteString;

/** Reads server-sent events as Sluice writes them: data of one line. */
final class ServerSentEvents {
  private static final int LONGEST_LINE = 4 << 20;

  private String id = "";
  private String type = "";
  private String data = "";

  private ServerSentEvents() {}

  /**
   * An event.
   *
   * @param id by which it can be resumed after; empty where it has none
   */
  record Event(String id, String type, String data) {}

  /** Bytes to events; fails for lines that are too long. */
  static Flow<ByteString, Event, NotUsed> reader() {
    return Flow.of(ByteString.class)
        .via(Framing.delimiter(ByteString.fromString("\n"), LONGEST_LINE, FramingTruncation.ALLOW))
        .statefulMap(
            ServerSentEvents::new,
            (state, line) ->
                Pair.create(state, state.read(line.decodeString(StandardCharsets.UTF_8))),
            state -> Optional.empty())
        .mapConcat(found -> found.<List<Event>>map(List::of).orElse(List.of()));
  }

  private Optional<Event> read(String line) {
    if (line.isEmpty()) {
      Optional<Event> event =
          data.isEmpty() ? Optional.empty() : Optional.of(new Event(id, type, data));
      id = "";
      type = "";
      data = "";
      return event;
    }
    int colon = line.indexOf(": ");
    String value = colon < 0 ? "" : line.substring(colon + 2);
    switch (colon < 0 ? "" : line.substring(0, colon)) {
      case "id" -> id = value;
      case "event" -> type = value;
      case "data" -> data = value;
      default -> {} // comments, and how long to wait
    }
    return Optional.empty();
  }
}
