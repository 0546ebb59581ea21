package sluice.stage.sink.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.List;
import sluice.core.message.Message;

/** Reads something that happened in the scene: one row, with the whole body beside the columns. */
final class EventReader extends BodyReader {
  private static final List<String> COLUMNS =
      List.of(
          "media_ns",
          "phase",
          "line",
          "zone",
          "direction",
          "object_id",
          "label",
          "confidence",
          "duration_ms",
          "total");

  private final List<Row> rows;
  private final Row columns = new Row(Table.EVENTS);

  /**
   * A reader.
   *
   * @param rows takes the row
   */
  EventReader(Message message, List<Row> rows) {
    super(message);
    this.rows = rows;
  }

  @Override
  void member(String name, JsonParser json) throws IOException {
    switch (name) {
      case "timestamp" -> columns.set("media_ns", whole(json));
      case "phase", "line", "zone", "direction" -> columns.set(name, text(json));
      case "duration_ms", "total" -> columns.set(name, whole(json));
      case "object" -> object(json);
      case "event" -> event(json);
      default -> json.skipChildren();
    }
  }

  private void object(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "id" -> columns.set("object_id", whole(json));
        case "label" -> columns.set(name, text(json));
        case "confidence" -> columns.set(name, number(json));
        case "duration_ms" -> columns.set(name, whole(json));
        default -> json.skipChildren();
      }
    }
  }

  private void event(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "object" -> columns.set("object_id", whole(json));
        case "label" -> columns.set(name, text(json));
        case "score" -> columns.set("confidence", number(json));
        default -> json.skipChildren();
      }
    }
  }

  @Override
  void end() {
    Row row =
        row(Table.EVENTS)
            .set("kind", message().kind().wireName())
            .set("body", new String(message().body(), UTF_8));
    COLUMNS.forEach(column -> row.set(column, columns.get(column)));
    rows.add(row);
  }
}
