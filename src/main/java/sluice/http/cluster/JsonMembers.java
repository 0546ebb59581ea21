package sluice.http.cluster;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sluice.http.routing.BadBodyException;
import sluice.http.routing.JsonBody;
import sluice.json.RawJson;

/** Takes a JSON object or list apart, each of its parts JSON as it was. */
final class JsonMembers {
  private static final JsonFactory FACTORY = new JsonFactory();

  private JsonMembers() {}

  /**
   * The members.
   *
   * @throws BadBodyException where the text is no JSON object
   */
  static Map<String, RawJson> of(String object) {
    Map<String, RawJson> result = new LinkedHashMap<>();
    JsonBody.members(object, (name, parser) -> result.put(name, copy(parser)));
    return result;
  }

  private static RawJson copy(JsonParser parser) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator copy = FACTORY.createGenerator(text)) {
      copy.copyCurrentStructure(parser);
    }
    return new RawJson(text.toString());
  }

  /**
   * The elements of a list, each of them JSON as it was.
   *
   * @throws BadBodyException where the text is no JSON list
   */
  static List<RawJson> elements(String list) {
    List<RawJson> result = new ArrayList<>();
    JsonBody.members(
        "{\"all\":" + list + "}",
        (name, parser) -> {
          if (!parser.isExpectedStartArrayToken()) {
            throw new JsonParseException(parser, "no list");
          }
          while (parser.nextToken() != JsonToken.END_ARRAY) {
            result.add(copy(parser));
          }
        });
    return result;
  }

  /** An object that begins with the members of one and goes on with those of another. */
  static RawJson joined(String first, String second) {
    String begin = first.substring(0, first.length() - 1);
    String end = second.substring(1);
    boolean alone = begin.length() == 1 || end.length() == 1;
    return new RawJson(begin + (alone ? "" : ",") + end);
  }
}
