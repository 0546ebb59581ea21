package sluice.stage.sink.sql;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.core.message.Message;

/** Reads a state that a stream came into: one row. */
final class StateReader extends BodyReader {
  private final List<Row> rows;
  private @Nullable String state;
  private @Nullable String cause;

  /**
   * A reader.
   *
   * @param rows takes the row
   */
  StateReader(Message message, List<Row> rows) {
    super(message);
    this.rows = rows;
  }

  @Override
  void member(String name, JsonParser json) throws IOException {
    switch (name) {
      case "state" -> state = text(json);
      case "cause" -> cause = text(json);
      default -> json.skipChildren();
    }
  }

  @Override
  void end() {
    rows.add(row(Table.STATES).set("state", state).set("cause", cause));
  }
}
