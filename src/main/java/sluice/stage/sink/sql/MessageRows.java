package sluice.stage.sink.sql;

import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import sluice.core.message.Message;

/**
 * The rows of a message.
 *
 * @param message itself
 * @param run the row of its run
 * @param rows its own, in no order
 */
record MessageRows(Message message, Row run, List<Row> rows) {
  private static final int MICROS = 6;
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder().appendInstant(MICROS).toFormatter(Locale.ROOT);

  /** Keeps a copy of the list. */
  MessageRows {
    rows = List.copyOf(rows);
  }

  /** A time as both databases take it; as texts, times are in the order of the times. */
  static String time(Instant time) {
    return TIME.format(time);
  }

  /**
   * The rows that tell what a message tells.
   *
   * @throws IOException when its body isn't what such a message has
   */
  static MessageRows of(Message message) throws IOException {
    List<Row> rows = new ArrayList<>();
    BodyReader body =
        switch (message.kind()) {
          case DETECTIONS -> new FrameReader(message, rows);
          case STATE -> new StateReader(message, rows);
          case OBJECT, LINE, ZONE, OCCUPANCY, EVENT, TEST -> new EventReader(message, rows);
        };
    body.read();
    if (message.hasPicture()) {
      rows.add(body.row(Table.PICTURES).set("jpeg", message.picture()));
    }
    Row run =
        new Row(Table.RUNS)
            .set("run", body.run())
            .set("stream", message.stream())
            .set("source", body.source())
            .set("started_at", time(message.time()));
    return new MessageRows(message, run, rows);
  }
}
