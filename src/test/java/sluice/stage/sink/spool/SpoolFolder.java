package sluice.stage.sink.spool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder for a spool, a clock that tests set, and what they do with the spool again and again.
 */
final class SpoolFolder {
  static final Instant START = Instant.parse("2026-11-29T08:00:00Z");
  static final SpoolLimits WIDE = new SpoolLimits(64L << 20, Duration.ofDays(7));

  final Path path;
  Instant now = START;

  SpoolFolder(Path path) {
    this.path = path;
  }

  Spool open(SpoolLimits limits) throws IOException {
    return Spool.open(path, limits, () -> now);
  }

  /** With segments of so many bytes, and room for many. */
  static SpoolLimits segmentsOf(int bytes) {
    return new SpoolLimits(16L * bytes, Duration.ofDays(7));
  }

  /** Appends {@code record FROM} to {@code record TO-1}. */
  static void append(Spool spool, int from, int to) throws IOException {
    for (int i = from; i < to; i++) {
      spool.append(record(i));
    }
  }

  static byte[] record(int number) {
    return ("record " + number).getBytes(StandardCharsets.UTF_8);
  }

  /** The numbers of all records from the first waiting one on. */
  static List<Integer> read(Spool spool) throws IOException {
    List<Integer> numbers = new ArrayList<>();
    long next = spool.firstWaiting();
    List<SpoolRecord> batch = spool.read(next, 7, Long.MAX_VALUE);
    while (!batch.isEmpty()) {
      for (SpoolRecord record : batch) {
        String text = new String(record.bytes(), StandardCharsets.UTF_8);
        numbers.add(Integer.parseInt(text.substring("record ".length())));
        next = record.sequence() + 1;
      }
      batch = spool.read(next, 7, Long.MAX_VALUE);
    }
    return numbers;
  }

  List<Path> segments() throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files.filter(file -> file.toString().endsWith(".segment")).sorted().toList();
    }
  }
}
