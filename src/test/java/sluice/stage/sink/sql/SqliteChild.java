package sluice.stage.sink.sql;

import java.nio.file.Path;
import java.util.List;
import sluice.core.message.Message;
import sluice.stage.sink.delivery.Settlement;

/** Writes frames to a file of SQLite, ten at a time, and prints what was acknowledged. */
final class SqliteChild {
  private static final int BATCH = 10;

  private SqliteChild() {}

  /** Folder and file. Ends when it is killed, or after many frames. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    String settings = "url = \"jdbc:sqlite:" + arguments[1] + "\"";
    try (SqlDestination destination = SqlFixture.destination(folder, settings)) {
      for (int number = 0; number < 20_000; number += BATCH) {
        List<Message> batch = SqlFixture.frames("lobby", number, number + BATCH);
        destination.deliver(
            batch,
            new Settlement() {
              @Override
              public void acknowledged(Message message) {
                System.out.println(message.id());
              }

              @Override
              public void refused(Message message, String reason) {
                throw new IllegalStateException(reason);
              }
            });
        System.out.flush();
      }
    }
  }
}
