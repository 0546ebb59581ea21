package sluice.recording.index;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import sluice.core.recording.RecordedEvent;
import sluice.core.recording.RecordedRun;
import sluice.core.recording.RecordedSegment;
import sluice.core.recording.RetentionLevel;
import sluice.recording.files.SegmentPath;
import sluice.testing.RequirementTable;

/**
 * How fast an index of many rows is: {@code FOLDER STREAMS ROWS EVENTS} fills one in a folder with
 * STREAMS streams of ROWS files, ten seconds long, and EVENTS events each, and times what is asked
 * of it. Ends with exit code 1 where a bar is missed. How to start it: {@code
 * src/docs/long-runs.md}.
 */
public final class IndexLoadRun {
  private static final Instant T0 = Instant.parse("2026-11-01T00:00:00Z");
  private static final int SECONDS = 10;
  private static final int ROUNDS = 41;
  private static final int ADDED = 2_000;

  /** A camera is connected anew about once an hour, and is away for as long as a file takes. */
  private static final int RUN = 361;

  /** In a third of the files something moves, in so many after each other. */
  private static final int MOVING = 6;

  /** Of a processor, the median: what else the machine does is no part of it. */
  private static final double MOST_MILLIS = 50;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** A hundred cameras make ten files a second. */
  private static final double LEAST_RATE = 10;

  private final RequirementTable bars = new RequirementTable();
  private final Path file;
  private final int streams;
  private final int rows;
  private final LoadEvents events;

  private IndexLoadRun(Path file, int streams, int rows, int events) {
    this.file = file;
    this.streams = streams;
    this.rows = rows;
    this.events = new LoadEvents(T0, SECONDS, rows, events);
  }

  /** Ends with exit code 1 where a bar is missed. */
  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory(Path.of(args[0]), "index-load");
    IndexLoadRun run =
        new IndexLoadRun(
            folder.resolve("recordings.db"),
            Integer.parseInt(args[1]),
            Integer.parseInt(args[2]),
            Integer.parseInt(args[3]));
    try {
      run.run();
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
    System.exit(run.bars.missed() ? 1 : 0);
  }

  private void run() throws Exception {
    RecordingIndex.open(file).close();
    long begun = System.nanoTime();
    long filled = fill();
    RequirementTable.fact(
        "rows, events",
        "%d, %d of %d streams, in %.0f s",
        (long) streams * rows,
        filled,
        streams,
        seconds(begun));
    RequirementTable.fact("file, MB", "%.0f", Files.size(file) / 1e6);
    begun = System.nanoTime();
    try (RecordingIndex index = RecordingIndex.open(file)) {
      RequirementTable.fact("opened, s", "%.2f", seconds(begun));
      ask(index);
      events.queries((what, query) -> time("events: " + what, () -> index.events().search(query)));
      change(index);
      changeEvents(index);
    }
    markAsKilled();
    begun = System.nanoTime();
    RecordingIndex.open(file).close();
    RequirementTable.fact("opened after a kill, s", "%.2f", seconds(begun));
  }

  private static double seconds(long begun) {
    return (System.nanoTime() - begun) / 1e9;
  }

  private void ask(RecordingIndex index) {
    Instant end = at(rows);
    Duration whole = Duration.between(T0, end);
    Instant middle = T0.plus(whole.dividedBy(2));
    Instant day = end.minus(Duration.ofDays(1));
    Instant week = end.minus(Duration.ofDays(7));
    time(
        "timeline of all, 1,000 steps",
        () -> index.timeline("s1", T0, end, whole.dividedBy(1_000)));
    time(
        "timeline of all, 5,000 steps",
        () -> index.timeline("s1", T0, end, whole.dividedBy(5_000)));
    time(
        "timeline of a week, 1,000 steps",
        () -> index.timeline("s1", week, end, Duration.ofSeconds(604)));
    time(
        "timeline of a day, 1,000 steps",
        () -> index.timeline("s1", day, end, Duration.ofSeconds(86)));
    time(
        "timeline of an hour",
        () -> index.timeline("s1", middle, middle.plusSeconds(3_600), Duration.ofSeconds(3)));
    time("100 files of the middle", () -> index.segments("s1", middle, end, 100));
    time("files of a day", () -> index.segments("s1", day, end, 100_000));
    time("runs of a day", () -> index.runs("s1", middle, middle.plusSeconds(86_400), 100));
    time("streams", index::streams);
    time("bytes of all", index::totalBytes);
    time("the oldest 100", () -> index.oldest(RetentionLevel.CONTINUOUS, 100));
    time("the oldest 100 with motion", () -> index.oldest(RetentionLevel.MOTION, 100));
    time(
        "100 that ended before",
        () -> index.endedBefore("s1", RetentionLevel.CONTINUOUS, end, 100));
    time("whether a file is known", () -> index.knows(path(1, rows / 2)));
  }

  private void change(RecordingIndex index) {
    RecordedRun run =
        index.addRun("s1", at(rows + 1), new byte[800], "avc1.64001f", 1920, 1080, false);
    long begun = System.nanoTime();
    for (int i = 1; i <= ADDED; i++) {
      Instant start = at(rows + i);
      index.addSegment(
          run,
          new SegmentPath("s1", run.beganAt(), start).text(),
          start,
          start.plusSeconds(SECONDS),
          Duration.between(run.beganAt(), start),
          800,
          5_000_000);
    }
    bars.atLeast("rows added one by one, a second", ADDED / seconds(begun), LEAST_RATE);
    begun = System.nanoTime();
    for (int i = 1; i <= ADDED; i++) {
      Instant start = at(rows + i);
      index.addMotion("s1", start, start.plusSeconds(MOVING));
    }
    bars.atLeast("spans of motion told, a second", ADDED / seconds(begun), LEAST_RATE);
    begun = System.nanoTime();
    for (int i = 0; i < ADDED; i += 100) {
      List<RecordedSegment> oldest = index.oldest(RetentionLevel.CONTINUOUS, 100);
      index.discard(oldest, T0);
      index.forget(oldest.stream().map(RecordedSegment::file).toList());
    }
    bars.atLeast("rows deleted, a second", ADDED / seconds(begun), LEAST_RATE);
  }

  private void changeEvents(RecordingIndex index) {
    long begun = System.nanoTime();
    for (int i = 1; i <= ADDED; i++) {
      RecordedEvent event = LoadEvents.event("s1", at(rows + i).plusSeconds(1), i);
      index.events().put(event, List.of(LoadEvents.part(event)));
      index.events().written(event.id(), 40_000, true);
    }
    bars.atLeast("events added, a second", ADDED / seconds(begun), LEAST_RATE);
    begun = System.nanoTime();
    for (int i = 0; i < ADDED; i += 100) {
      List<RecordedEvent> oldest = index.events().endedBefore("s1", at(rows), 100);
      index.events().discard(oldest, true, T0);
    }
    bars.atLeast("events deleted, a second", ADDED / seconds(begun), LEAST_RATE);
    begun = System.nanoTime();
    for (int i = 0; i < ADDED; i += 100) {
      List<RecordedSegment> oldest = index.oldest(RetentionLevel.EVENT, 100);
      index.discard(oldest, T0);
      for (int stream = 0; stream < streams; stream++) {
        index
            .events()
            .discard(
                index.events().withoutVideo("s" + stream, oldest.getLast().endsAt(), 100),
                false,
                T0);
      }
    }
    bars.atLeast("rows of events deleted, a second", ADDED / seconds(begun), LEAST_RATE);
  }

  private static Instant at(int row) {
    return T0.plusSeconds((long) row * SECONDS);
  }

  private static Instant runOf(int row) {
    return at(row / RUN * RUN);
  }

  private static String path(int stream, int row) {
    return new SegmentPath("s" + stream, runOf(row), at(row)).text();
  }

  private Connection connection() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + file);
  }

  /** Adding each row on its own would take hours on a slow disk. */
  private long fill() throws SQLException {
    try (Connection connection = connection()) {
      connection.setAutoCommit(false);
      try (PreparedStatement run =
              connection.prepareStatement(
                  "INSERT INTO run VALUES (?, ?, ?, zeroblob(800), 'avc1.64001f', 1920, 1080, 0)");
          PreparedStatement segment =
              connection.prepareStatement(
                  "INSERT INTO segment(run, stream, file, starts_at, ends_at, media_start,"
                      + " init_bytes, bytes, motion, level, for_event)"
                      + " VALUES (?, ?, ?, ?, ?, ?, 800, ?, ?, ?, 0)")) {
        for (int row = 0; row < rows; row++) {
          for (int stream = 0; stream < streams; stream++) {
            add(run, segment, stream, row);
          }
          if (row % 100 == 0) {
            run.executeBatch();
            segment.executeBatch();
            connection.commit();
          }
        }
        run.executeBatch();
        segment.executeBatch();
      }
      connection.commit();
      return events.fill(connection, streams);
    }
  }

  private void add(PreparedStatement run, PreparedStatement segment, int stream, int row)
      throws SQLException {
    long id = (long) row / RUN * streams + stream + 1;
    long start = at(row).toEpochMilli();
    long began = runOf(row).toEpochMilli();
    if (row % RUN == 0) {
      run.setLong(1, id);
      run.setString(2, "s" + stream);
      run.setLong(3, began);
      run.addBatch();
      if (row > 0) {
        return; // it is away for so long
      }
    }
    segment.setLong(1, id);
    segment.setString(2, "s" + stream);
    segment.setString(3, path(stream, row));
    segment.setLong(4, start);
    segment.setLong(5, start + SECONDS * 1_000L);
    segment.setLong(6, (start - began) * 1_000);
    segment.setLong(7, 5_000_000L + row);
    segment.setInt(8, hasMotion(row) ? 1 : 0);
    segment.setInt(9, level(row).number());
    segment.addBatch();
  }

  private RetentionLevel level(int row) {
    if (events.keeps(row)) {
      return RetentionLevel.EVENT;
    }
    return hasMotion(row) ? RetentionLevel.MOTION : RetentionLevel.CONTINUOUS;
  }

  private static boolean hasMotion(int row) {
    return row / MOVING % 3 == 0;
  }

  private void markAsKilled() throws SQLException {
    try (Connection connection = connection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("UPDATE closing SET clean = 0");
    }
  }

  @FunctionalInterface
  private interface Asked {
    Object ask();
  }

  private void time(String what, Asked asked) {
    double[] millis = new double[ROUNDS];
    double[] processor = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      long start = System.nanoTime();
      long begun = THREADS.getCurrentThreadCpuTime();
      Object answer = asked.ask();
      processor[i] = (THREADS.getCurrentThreadCpuTime() - begun) / 1e6;
      millis[i] = (System.nanoTime() - start) / 1e6;
      if (answer instanceof List<?> list && list.isEmpty()) {
        throw new AssertionError(what + ": nothing");
      }
    }
    Arrays.sort(millis);
    Arrays.sort(processor);
    bars.atMost(what + ", ms", processor[ROUNDS / 2], MOST_MILLIS);
    RequirementTable.fact(
        "  by the clock, median and worst, ms",
        "%.1f, %.1f",
        millis[ROUNDS / 2],
        millis[ROUNDS - 1]);
  }
}
