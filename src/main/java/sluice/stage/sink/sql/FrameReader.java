package sluice.stage.sink.sql;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.core.message.Message;

/**
 * Reads what was found in a frame: a row of the frame and one of each detection. What has no column
 * of its own, such as masks and attributes, goes into {@code details}; {@code timings_ms} goes
 * nowhere.
 */
final class FrameReader extends BodyReader {
  private final List<Row> rows;
  private final Row columns = new Row(Table.FRAMES);
  private final Details details = new Details();
  private int objects;

  /**
   * A reader.
   *
   * @param rows takes the rows
   */
  FrameReader(Message message, List<Row> rows) {
    super(message);
    this.rows = rows;
  }

  @Override
  void member(String name, JsonParser json) throws IOException {
    switch (name) {
      case "frame_id" -> columns.set("frame_id", whole(json));
      case "timestamp" -> columns.set("media_ns", whole(json));
      case "resolution" -> resolution(json);
      case "objects" -> objects(json);
      case "id", "type", "stream", "system_timestamp", "timings_ms" -> json.skipChildren();
      default -> details.copy(name, json);
    }
  }

  @Override
  void end() throws IOException {
    Row row = row(Table.FRAMES).set("objects", objects).set("details", details.text());
    for (String column : List.of("frame_id", "media_ns", "width", "height")) {
      row.set(column, columns.get(column));
    }
    rows.add(row);
  }

  private void resolution(JsonParser json) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      columns.set(name, whole(json));
    }
  }

  private void objects(JsonParser json) throws IOException {
    while (json.nextToken() == JsonToken.START_OBJECT) {
      rows.add(object(json, objects));
      objects++;
    }
  }

  private Row object(JsonParser json, int number) throws IOException {
    Row row = row(Table.DETECTIONS).set("n", number);
    Details others = new Details();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "x", "y", "w", "h" -> row.set(name, whole(json));
        case "id" -> row.set("object_id", whole(json));
        case "detection" -> detection(json, row);
        case "roi_type" -> json.skipChildren(); // the label again
        default -> others.copy(name, json);
      }
    }
    return row.set("details", others.text());
  }

  private static void detection(JsonParser json, Row row) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      @Nullable Object value =
          switch (name) {
            case "label" -> text(json);
            case "label_id" -> whole(json);
            case "confidence" -> number(json);
            default -> text(json); // the box again, in fractions
          };
      row.set(name, value);
    }
  }
}
