package sluice.recording.files;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a file of a recording is below the folder of its store: {@code
 * STREAM/yyyy-MM-dd/HH/RUN-START.mp4}, day and hour of its start in UTC, RUN and START in
 * milliseconds since 1970. So what is known of a file but not of its content can be read from its
 * name.
 *
 * @param stream id of its stream
 * @param runBeganAt when its run began, in whole milliseconds
 * @param startsAt when its first picture came, in whole milliseconds
 */
public record SegmentPath(String stream, Instant runBeganAt, Instant startsAt) {
  /** Folders between the store's and the file. */
  public static final int FOLDERS = 3;

  static final String SUFFIX = ".mp4";
  private static final int LONGEST_ID = 200;
  private static final int LONGEST = 260;
  private static final int MOST_DIGITS = 15;

  /** The end of the year 9999: after it, a year has more digits. */
  private static final long LATEST = 253_402_300_799_999L;

  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("uuuu-MM-dd/HH", Locale.ROOT).withZone(ZoneOffset.UTC);

  /**
   * Cuts the times to milliseconds.
   *
   * @throws IllegalArgumentException when the id isn't of letters, digits, {@code _} and {@code -},
   *     or a time is before 1970 or after 9999
   */
  public SegmentPath {
    if (!isId(stream)) {
      throw new IllegalArgumentException(
          "stream id: '%s' (expected: letters, digits, _ and -)".formatted(stream));
    }
    runBeganAt = millis(runBeganAt);
    startsAt = millis(startsAt);
  }

  private static Instant millis(Instant time) {
    if (time.isBefore(Instant.EPOCH) || time.isAfter(Instant.ofEpochMilli(LATEST))) {
      throw new IllegalArgumentException(time + " (expected: a time from 1970 to 9999)");
    }
    return Instant.ofEpochMilli(time.toEpochMilli());
  }

  static boolean isId(String text) {
    return !text.isEmpty()
        && text.length() <= LONGEST_ID
        && text.chars()
            .allMatch(
                c ->
                    (c >= 'a' && c <= 'z')
                        || (c >= 'A' && c <= 'Z')
                        || (c >= '0' && c <= '9')
                        || c == '_'
                        || c == '-');
  }

  /** The path below the store's folder, with {@code /}. */
  public String text() {
    return "%s/%d-%d%s"
        .formatted(
            hour(stream, startsAt), runBeganAt.toEpochMilli(), startsAt.toEpochMilli(), SUFFIX);
  }

  /** The folder of what begins at a time, below the store's folder, with {@code /}. */
  static String hour(String stream, Instant startsAt) {
    return stream + "/" + HOUR.format(startsAt);
  }

  /** The file in a store's folder. */
  public Path in(Path folder) {
    return folder.resolve(text());
  }

  /** Reads what {@link #text} writes, and nothing else; empty for any other text. */
  public static Optional<SegmentPath> parse(String text) {
    if (text.length() > LONGEST || !text.endsWith(SUFFIX)) {
      return Optional.empty();
    }
    int stream = text.indexOf('/');
    int name = text.lastIndexOf('/') + 1;
    int dash = text.indexOf('-', name);
    if (stream < 0 || dash < 0) {
      return Optional.empty();
    }
    long run = number(text.substring(name, dash));
    long start = number(text.substring(dash + 1, text.length() - SUFFIX.length()));
    String id = text.substring(0, stream);
    if (run < 0 || start < 0 || !isId(id)) {
      return Optional.empty();
    }
    SegmentPath read = new SegmentPath(id, Instant.ofEpochMilli(run), Instant.ofEpochMilli(start));
    return read.text().equals(text) ? Optional.of(read) : Optional.empty();
  }

  /** A time in milliseconds; -1 for what is none. */
  static long number(String digits) {
    if (digits.isEmpty()
        || digits.length() > MOST_DIGITS
        || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return -1;
    }
    long value = Long.parseLong(digits);
    return value <= LATEST ? value : -1;
  }
}
