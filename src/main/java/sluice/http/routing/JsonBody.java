package sluice.http.routing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reader of JSON request bodies. What can't be read throws {@link BadBodyException}. */
public final class JsonBody {
  private static final int DEEPEST = 50;
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private JsonBody() {}

  /** A JSON object, whatever it holds, without some of its members. */
  public static String without(String body, Set<String> members) {
    StringWriter result = new StringWriter();
    try (JsonParser parser = FACTORY.createParser(body);
        JsonGenerator copy = FACTORY.createGenerator(result)) {
      begin(parser);
      copy.writeStartObject();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        if (members.contains(name)) {
          parser.skipChildren();
        } else {
          copy.writeFieldName(name);
          copy.copyCurrentStructure(parser);
        }
      }
      copy.writeEndObject();
      end(parser);
    } catch (IOException e) {
      throw noJson();
    }
    return result.toString();
  }

  /** Reads one member of an object: the parser stands at its value and is left at its end. */
  @FunctionalInterface
  public interface Member {
    void read(String name, JsonParser parser) throws IOException;
  }

  /** A JSON object, member by member. */
  public static void members(String body, Member member) {
    try (JsonParser parser = FACTORY.createParser(body)) {
      begin(parser);
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        member.read(name, parser);
      }
      end(parser);
    } catch (IOException e) {
      throw noJson();
    }
  }

  /** A JSON object whose members are texts, or null: then empty. */
  public static Map<String, Optional<String>> texts(String body) {
    Map<String, Optional<String>> result = new LinkedHashMap<>();
    members(
        body,
        (name, parser) -> {
          switch (parser.currentToken()) {
            case VALUE_STRING -> result.put(name, Optional.of(parser.getText()));
            case VALUE_NULL -> result.put(name, Optional.empty());
            default -> throw new BadBodyException("every member of the object must be a text");
          }
        });
    return result;
  }

  private static void begin(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw noJson();
    }
  }

  private static void end(JsonParser parser) throws IOException {
    if (parser.nextToken() != null) {
      throw noJson();
    }
  }

  private static BadBodyException noJson() {
    return new BadBodyException(
        "expected: one JSON object, each member once, nested at most " + DEEPEST + " deep");
  }
}
