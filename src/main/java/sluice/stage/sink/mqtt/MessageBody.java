package sluice.stage.sink.mqtt;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the states at the broker need of a message's JSON.
 *
 * @param counts of objects by their label, in a message of a frame
 * @param state of a stream; empty in other messages
 * @param line that was crossed; empty in other messages
 * @param zone that the message is of; empty in other messages
 */
record MessageBody(Map<String, Integer> counts, String state, String line, String zone) {
  private static final JsonFactory FACTORY = new JsonFactory();

  /** Reads a body; members that are missing are empty. */
  static MessageBody parse(byte[] body) {
    Map<String, Integer> counts = new TreeMap<>();
    String state = "";
    String line = "";
    String zone = "";
    try (JsonParser json = FACTORY.createParser(body)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return new MessageBody(counts, state, line, zone);
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        switch (name) {
          case "objects" -> count(json, value, counts);
          case "state" -> state = text(json, value);
          case "line" -> line = text(json, value);
          case "zone" -> zone = text(json, value);
          default -> json.skipChildren();
        }
      }
    } catch (IOException e) {
      // what was read so far counts: the body itself goes out as it is
    }
    return new MessageBody(counts, state, line, zone);
  }

  private static String text(JsonParser json, JsonToken value) throws IOException {
    if (value == JsonToken.VALUE_STRING) {
      return json.getText();
    }
    json.skipChildren();
    return "";
  }

  private static void count(JsonParser json, JsonToken value, Map<String, Integer> counts)
      throws IOException {
    if (value != JsonToken.START_ARRAY) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() == JsonToken.START_OBJECT) {
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        JsonToken member = json.nextToken();
        if (name.equals("roi_type") && member == JsonToken.VALUE_STRING) {
          counts.merge(json.getText(), 1, Integer::sum);
        } else {
          json.skipChildren();
        }
      }
    }
  }
}
