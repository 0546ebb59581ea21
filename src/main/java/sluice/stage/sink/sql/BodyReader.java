package sluice.stage.sink.sql;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;
import sluice.core.message.Message;

/** Reads the body of a message into rows, member by member. For one message. */
abstract class BodyReader {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final Message message;
  private String run = "";
  private @Nullable String source;

  BodyReader(Message message) {
    this.message = message;
  }

  /** Takes a member of the body; the parser stands at its value, and stands at its end after. */
  abstract void member(String name, JsonParser json) throws IOException;

  /** All members have been taken. */
  abstract void end() throws IOException;

  /**
   * Reads all of it.
   *
   * @throws IOException when it is no JSON object, or not such a one
   */
  final void read() throws IOException {
    try (JsonParser json = FACTORY.createParser(message.body())) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("it is no JSON object");
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        switch (name) {
          case "run" -> run = json.getText();
          case "source" -> source = text(json);
          default -> member(name, json);
        }
      }
      end();
    }
  }

  final Message message() {
    return message;
  }

  /** The run's name. */
  final String run() {
    return run;
  }

  /** The source's name; null where the body doesn't say. */
  final @Nullable String source() {
    return source;
  }

  /** A row that begins as those of all tables of messages do. */
  final Row row(Table table) {
    return new Row(table)
        .set("message_id", message.id())
        .set("run", run)
        .set("stream", message.stream())
        .set("occurred_at", MessageRows.time(message.time()));
  }

  /** A text; null for another value, which is passed over. */
  static @Nullable String text(JsonParser json) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      return json.getText();
    }
    json.skipChildren();
    return null;
  }

  /** A whole number; null for another value, which is passed over. */
  static @Nullable Long whole(JsonParser json) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
      return json.getLongValue();
    }
    json.skipChildren();
    return null;
  }

  /** A number; null for another value, which is passed over. */
  static @Nullable Double number(JsonParser json) throws IOException {
    if (json.currentToken().isNumeric()) {
      return json.getDoubleValue();
    }
    json.skipChildren();
    return null;
  }

  /** Members that have no column, as one JSON object. */
  static final class Details {
    private final StringWriter out = new StringWriter();
    private @Nullable JsonGenerator json;

    /** Takes a member as it is. */
    void copy(String name, JsonParser from) throws IOException {
      JsonGenerator to = json;
      if (to == null) {
        to = FACTORY.createGenerator(out);
        to.writeStartObject();
        json = to;
      }
      to.writeFieldName(name);
      to.copyCurrentStructure(from);
    }

    /** All that was taken; null where nothing was. */
    @Nullable String text() throws IOException {
      JsonGenerator to = json;
      if (to == null) {
        return null;
      }
      to.writeEndObject();
      to.close();
      return out.toString();
    }
  }
}
