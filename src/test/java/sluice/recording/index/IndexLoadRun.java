package sluice.recording.index;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import sluice.core.recording.RecordedRun;
import sluice.core.recording.RecordedSegment;
import sluice.recording.files.SegmentPath;

/**
 * How fast an index of many rows is: fills one with STREAMS streams of ROWS files each, ten seconds
 * long, and times what is asked of it.
 *
 * <pre>{@code
 * java --enable-native-access=ALL-UNNAMED \
 *     -cp "target/classes:target/test-classes:$(cat target/classpath.txt)" \
 *     sluice.recording.index.IndexLoadRun FOLDER STREAMS ROWS
 * }</pre>
 */
public final class IndexLoadRun {
  private static final Instant T0 = Instant.parse("2026-11-01T00:00:00Z");
  private static final int SECONDS = 10;
  private static final int ROUNDS = 21;

  private final RecordingIndex index;
  private final int streams;
  private final int rows;
  private final RecordedRun[] runs;

  private IndexLoadRun(RecordingIndex index, int streams, int rows) {
    this.index = index;
    this.streams = streams;
    this.rows = rows;
    this.runs = new RecordedRun[streams];
  }

  /** Runs it; the figures on standard output. */
  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory(Path.of(args[0]), "index-load");
    Path file = folder.resolve("recordings.db");
    try {
      try (RecordingIndex index = RecordingIndex.open(file)) {
        new IndexLoadRun(index, Integer.parseInt(args[1]), Integer.parseInt(args[2])).run();
      }
      say("file: %.1f MB", Files.size(file) / 1e6);
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }

  private void run() {
    long start = System.nanoTime();
    for (int i = 0; i < rows; i++) {
      for (int stream = 0; stream < streams; stream++) {
        add(stream, i);
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    long all = (long) streams * rows;
    say("%d rows added one by one: %.0f a second", all, all / seconds);

    Instant end = at(rows);
    Duration whole = Duration.between(T0, end);
    time(
        "timeline of all, 1,000 steps",
        () -> index.timeline("s1", T0, end, whole.dividedBy(1_000)));
    Instant day = end.minus(Duration.ofDays(1));
    time(
        "timeline of a day, 1,000 steps",
        () -> index.timeline("s1", day, end, Duration.ofSeconds(86)));
    Instant middle = T0.plus(whole.dividedBy(2));
    time("100 files of the middle", () -> index.segments("s1", middle, end, 100));
    time("runs of an hour", () -> index.runs("s1", middle, middle.plusSeconds(3_600), 100));
    time("streams", index::streams);
    time("total", index::totalBytes);
    time("oldest 100", () -> index.oldest(100));
    time("100 that ended before", () -> index.endedBefore("s1", end, 100));
    time("whether a file is known", () -> index.knows(path(1, rows / 2)));
    time("100 files discarded and forgotten", this::deleteOldest);
  }

  private List<RecordedSegment> deleteOldest() {
    List<RecordedSegment> oldest = index.oldest(100);
    index.discard(oldest, T0);
    index.forget(oldest.stream().map(RecordedSegment::file).toList());
    return oldest;
  }

  private static Instant at(int row) {
    return T0.plusSeconds((long) row * SECONDS);
  }

  /** A camera is connected anew about once an hour, and is away for as long as a file takes. */
  private static Instant runOf(int row) {
    return at(row / 361 * 361);
  }

  private static String path(int stream, int row) {
    return new SegmentPath("s" + stream, runOf(row), at(row)).text();
  }

  private void add(int stream, int row) {
    Instant began = runOf(row);
    if (began.equals(at(row))) {
      runs[stream] =
          index.addRun("s" + stream, began, new byte[800], "avc1.64001f", 1920, 1080, false);
      if (row > 0) {
        return;
      }
    }
    index.addSegment(
        runs[stream],
        path(stream, row),
        at(row),
        at(row + 1),
        Duration.between(began, at(row)),
        800,
        5_000_000 + row);
  }

  @FunctionalInterface
  private interface Asked {
    Object ask();
  }

  private static void time(String what, Asked asked) {
    double[] millis = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      long start = System.nanoTime();
      Object answer = asked.ask();
      millis[i] = (System.nanoTime() - start) / 1e6;
      if (answer instanceof List<?> list && list.isEmpty()) {
        throw new AssertionError(what + ": nothing");
      }
    }
    Arrays.sort(millis);
    say("%s: %.2f ms, at most %.2f", what, millis[ROUNDS / 2], millis[ROUNDS - 1]);
  }

  private static void say(String form, Object... values) {
    System.out.println(String.format(Locale.ROOT, form, values));
  }
}
