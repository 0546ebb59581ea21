package sluice.app.remote;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object that another service sent, read by the names of its members; members that nobody
 * asks for are passed over. Immutable.
 */
final class JsonTree {
  private static final int DEEPEST = 50;
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private final Map<String, @Nullable Object> members;

  private JsonTree(Map<String, @Nullable Object> members) {
    this.members = members;
  }

  /** Where an answer isn't what was asked for. */
  static final class UnexpectedException extends Exception {
    private static final long serialVersionUID = 1L;

    UnexpectedException(String message) {
      super(message);
    }
  }

  /**
   * Reads a whole text.
   *
   * @throws UnexpectedException for what is no JSON object
   */
  static JsonTree parse(byte[] text) throws UnexpectedException {
    try (JsonParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new UnexpectedException("it is no JSON object");
      }
      JsonTree tree = new JsonTree(object(parser));
      if (parser.nextToken() != null) {
        throw new UnexpectedException("more follows its JSON object");
      }
      return tree;
    } catch (IOException e) {
      throw new UnexpectedException("it is no JSON");
    }
  }

  private static Map<String, @Nullable Object> object(JsonParser parser) throws IOException {
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      result.put(name, value(parser));
    }
    return result;
  }

  private static @Nullable Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> new JsonTree(object(parser));
      case START_ARRAY -> {
        List<@Nullable Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          list.add(value(parser));
        }
        yield list;
      }
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }

  /** A text that has to be there. */
  String text(String name) throws UnexpectedException {
    return textIfAny(name).orElseThrow(() -> missing(name, "text"));
  }

  Optional<String> textIfAny(String name) throws UnexpectedException {
    return given(name, String.class, "text");
  }

  /** A number that has to be there. */
  double number(String name) throws UnexpectedException {
    return numberIfAny(name).orElseThrow(() -> missing(name, "number"));
  }

  Optional<Double> numberIfAny(String name) throws UnexpectedException {
    return given(name, Double.class, "number");
  }

  /** A flag that has to be there. */
  boolean flag(String name) throws UnexpectedException {
    return given(name, Boolean.class, "flag").orElseThrow(() -> missing(name, "flag"));
  }

  /** A list of objects that has to be there. */
  List<JsonTree> objects(String name) throws UnexpectedException {
    return list(name, JsonTree.class);
  }

  /** A list of texts that has to be there. */
  List<String> texts(String name) throws UnexpectedException {
    return list(name, String.class);
  }

  private <T> List<T> list(String name, Class<T> type) throws UnexpectedException {
    if (!(members.get(name) instanceof List<?> given)) {
      throw missing(name, "list");
    }
    List<T> result = new ArrayList<>();
    for (Object each : given) {
      if (!type.isInstance(each)) {
        throw missing(name, "list of such");
      }
      result.add(type.cast(each));
    }
    return result;
  }

  private <T> Optional<T> given(String name, Class<T> type, String kind)
      throws UnexpectedException {
    Object value = members.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!type.isInstance(value)) {
      throw missing(name, kind);
    }
    return Optional.of(type.cast(value));
  }

  private static UnexpectedException missing(String name, String kind) {
    return new UnexpectedException("its member " + name + " is no " + kind);
  }
}
