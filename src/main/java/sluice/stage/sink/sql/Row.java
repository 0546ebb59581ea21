package sluice.stage.sink.sql;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row to be written. Columns that are not set are null; values for which the table has no column
 * are not written. For one thread.
 */
final class Row {
  private final Table table;
  private final Map<String, Object> values = new HashMap<>();

  /** A row without values. */
  Row(Table table) {
    this.table = table;
  }

  Table table() {
    return table;
  }

  /** Sets a column. */
  Row set(String column, @Nullable Object value) {
    if (value != null) {
      values.put(column, value);
    }
    return this;
  }

  /** A column's value: a String, Long, Integer, Double or byte[], or null. */
  @Nullable Object get(String column) {
    return values.get(column);
  }
}
