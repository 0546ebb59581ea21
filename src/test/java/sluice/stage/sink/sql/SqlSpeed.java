package sluice.stage.sink.sql;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import sluice.core.message.Message;
import sluice.core.util.Median;
import sluice.stage.sink.sql.SqlFixture.Settled;
import sluice.testing.servers.PostgresServer;

/**
 * What a database takes: {@code SqlSpeed FOLDER}, a file of SQLite on the disk of that folder and a
 * server of PostgreSQL in the folder for temporary files. Medians of five rounds; see {@code
 * src/docs/long-runs.md}.
 */
public final class SqlSpeed {
  private static final int ROUNDS = 5;
  private static final int MESSAGES = 4_000;
  private static final double ROWS_OF_A_MESSAGE = 3; // a frame and two detections

  private SqlSpeed() {}

  /** Measures and prints. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    String sqlite = "url = \"jdbc:sqlite:%s\"".formatted(folder.resolve("speed.db"));
    try (PostgresServer server = new PostgresServer()) {
      server.makeDurable();
      server.start();
      String postgres = "user = postgres, url = \"%s\"".formatted(server.url("sluice"));
      for (int batch : new int[] {1, 10, 100, 1_000}) {
        report("SQLite", folder, sqlite, batch);
        report("PostgreSQL", folder, postgres, batch);
      }
    }
  }

  private static void report(String name, Path folder, String settings, int batch)
      throws Exception {
    double[] rates = new double[ROUNDS];
    List<Long> times = new ArrayList<>();
    try (SqlDestination destination = SqlFixture.destination(folder, settings)) {
      round(destination, batch, new ArrayList<>()); // warms up
      for (int i = 0; i < ROUNDS; i++) {
        rates[i] = round(destination, batch, times);
      }
    }
    times.sort(null);
    System.out.printf(
        Locale.ROOT,
        "%s, batches of %d messages: %.0f messages/s, %.0f rows/s; a transaction %.1f ms in the"
            + " median, %.0f at most; rounds %s%n",
        name,
        batch,
        Median.of(rates),
        Median.of(rates) * ROWS_OF_A_MESSAGE,
        times.get(times.size() / 2) / 1e6,
        times.getLast() / 1e6,
        Arrays.toString(Arrays.stream(rates).mapToLong(Math::round).toArray()));
  }

  /** Messages a second. */
  private static double round(SqlDestination destination, int batch, List<Long> times)
      throws Exception {
    String stream = UUID.randomUUID().toString();
    int messages = Math.min(MESSAGES, batch * 500);
    List<List<Message>> batches = new ArrayList<>();
    for (int from = 0; from < messages; from += batch) {
      batches.add(SqlFixture.frames(stream, from, from + batch));
    }
    Settled settled = new Settled();
    long start = System.nanoTime();
    for (List<Message> each : batches) {
      long before = System.nanoTime();
      destination.deliver(each, settled);
      times.add(System.nanoTime() - before);
    }
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    if (settled.acknowledged.size() != messages) {
      throw new IllegalStateException("not all were taken");
    }
    return messages * 1e9 / took.toNanos();
  }
}
