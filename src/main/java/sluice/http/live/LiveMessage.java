package sluice.http.live;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sluice.core.LivePicture;
import sluice.http.routing.BadBodyException;
import sluice.http.routing.JsonBody;
import sluice.http.routing.Route;

/** A message that a client sends over the socket of live pictures. */
sealed interface LiveMessage {

  /** Pictures that one client may watch. */
  int MOST_PICTURES = 500;

  /** Videos that one client may watch. */
  int MOST_VIDEOS = 16;

  /** The first message: authenticates the client. */
  record Hello(String ticket) implements LiveMessage {}

  /**
   * What the client wants from now on, instead of what it wanted before.
   *
   * @param pictures widths by stream
   * @param videos streams of which video is wanted
   * @param events streams of which events are wanted; absent: of all
   * @param types types of events that are wanted; absent: all
   */
  record Watch(
      Map<String, Integer> pictures,
      Set<String> videos,
      Optional<Set<String>> events,
      Optional<Set<String>> types)
      implements LiveMessage {}

  /**
   * Acknowledgement: a picture of a stream was shown, or dropped, and there is room for another
   * one.
   */
  record Shown(String stream) implements LiveMessage {}

  /**
   * Acknowledgement: fragments of a stream's video have come, up to one.
   *
   * @param number of that one
   */
  record Taken(String stream, long number) implements LiveMessage {}

  /** The client is there. */
  record Alive() implements LiveMessage {}

  /** Reads a message; throws {@link BadBodyException} where it is none. */
  static LiveMessage read(String text) {
    Members members = new Members();
    JsonBody.members(text, members::read);
    return members.message();
  }

  /** The members of a message, in any order. */
  final class Members {
    private String type = "";
    private @Nullable String ticket;
    private @Nullable String stream;
    private @Nullable Map<String, Integer> pictures;
    private Set<String> videos = Set.of();
    private Optional<Set<String>> events = Optional.of(Set.of());
    private Optional<Set<String>> types = Optional.empty();
    private @Nullable Long number;

    private void read(String name, JsonParser parser) throws IOException {
      switch (name) {
        case "type" -> type = text(parser, "type");
        case "ticket" -> ticket = text(parser, "ticket");
        case "stream" -> stream = id(text(parser, "stream"));
        case "pictures" -> pictures = pictures(parser);
        case "videos" -> videos = videos(parser);
        case "number" -> number = number(parser);
        case "events" -> events = events(parser);
        case "types" -> types = Optional.of(types(parser));
        default ->
            throw new BadBodyException(
                "a message has type, ticket, stream, number, pictures, videos, events and types"
                    + " only");
      }
    }

    private static String text(JsonParser parser, String name) throws IOException {
      if (parser.currentToken() != JsonToken.VALUE_STRING) {
        throw new BadBodyException(name + " must be a text");
      }
      return parser.getText();
    }

    private static String id(String text) {
      if (!Route.isId(text)) {
        throw new BadBodyException("a stream's id is expected");
      }
      return text;
    }

    private static Map<String, Integer> pictures(JsonParser parser) throws IOException {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        throw new BadBodyException("pictures must be an object of widths by stream");
      }
      Map<String, Integer> result = new LinkedHashMap<>();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String stream = id(parser.currentName());
        boolean known =
            parser.nextToken() == JsonToken.VALUE_NUMBER_INT
                && LivePicture.WIDTHS.contains(parser.getIntValue());
        if (!known) {
          throw new BadBodyException("the width of a picture must be one of " + LivePicture.WIDTHS);
        }
        result.put(stream, parser.getIntValue());
      }
      if (result.size() > MOST_PICTURES) {
        throw new BadBodyException("at most " + MOST_PICTURES + " pictures can be watched");
      }
      return result;
    }

    private static Set<String> videos(JsonParser parser) throws IOException {
      if (parser.currentToken() != JsonToken.START_ARRAY) {
        throw new BadBodyException("videos must be a list of ids of streams");
      }
      Set<String> result = ids(parser, "each of videos");
      if (result.size() > MOST_VIDEOS) {
        throw new BadBodyException("at most " + MOST_VIDEOS + " videos can be watched");
      }
      return result;
    }

    private static long number(JsonParser parser) throws IOException {
      if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
          || parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
        throw new BadBodyException("number must be that of a fragment");
      }
      return parser.getLongValue();
    }

    private static Optional<Set<String>> events(JsonParser parser) throws IOException {
      if (parser.currentToken() == JsonToken.VALUE_STRING && parser.getText().equals("all")) {
        return Optional.empty();
      }
      if (parser.currentToken() != JsonToken.START_ARRAY) {
        throw new BadBodyException("events must be \"all\" or a list of ids of streams");
      }
      return Optional.of(ids(parser, "each of events"));
    }

    private static Set<String> ids(JsonParser parser, String name) throws IOException {
      Set<String> result = new HashSet<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        result.add(id(text(parser, name)));
      }
      return result;
    }

    private static Set<String> types(JsonParser parser) throws IOException {
      if (parser.currentToken() != JsonToken.START_ARRAY) {
        throw new BadBodyException("types must be a list of types of events");
      }
      Set<String> result = new HashSet<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        result.add(text(parser, "each of types"));
      }
      return result;
    }

    private LiveMessage message() {
      return switch (type) {
        case "hello" -> new Hello(needed(ticket, "ticket"));
        case "watch" -> new Watch(needed(pictures, "pictures"), videos, events, types);
        case "shown" -> new Shown(needed(stream, "stream"));
        case "taken" -> new Taken(needed(stream, "stream"), needed(number, "number"));
        case "alive" -> new Alive();
        default ->
            throw new BadBodyException(
                "the type of a message is hello, watch, shown, taken or alive");
      };
    }

    private static <T> T needed(@Nullable T value, String name) {
      if (value == null) {
        throw new BadBodyException("the message lacks " + name);
      }
      return value;
    }
  }
}
