package sluice.http.cluster;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import sluice.http.routing.BadBodyException;
import sluice.http.routing.JsonBody;
import sluice.json.RawJson;

/** Takes a JSON object apart into its members, each of them JSON as it was. */
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
    JsonBody.members(
        object,
        (name, parser) -> {
          StringWriter text = new StringWriter();
          try (JsonGenerator copy = FACTORY.createGenerator(text)) {
            copy.copyCurrentStructure(parser);
          }
          result.put(name, new RawJson(text.toString()));
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
