package sluice.recording.files;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where a file of an event is below the folder of its store: beside the video of its begin, as
 * {@code STREAM/yyyy-MM-dd/HH/ID.SUFFIX}.
 *
 * @param event the event's id
 * @param kind what is in it
 */
public record EventPath(EventId event, Kind kind) {
  private static final int LONGEST = 400;

  /** What a file has of an event. */
  public enum Kind {
    /** All but the pictures, from which the index can be made again. */
    FACTS(".json"),
    /** The picture that shows it best. */
    PICTURE(".jpg"),
    /** What that picture shows of it alone. */
    CROP(".crop.jpg");

    private final String suffix;

    Kind(String suffix) {
      this.suffix = suffix;
    }
  }

  /**
   * The id of an event in its parts: {@code MILLIS-STREAM-N}.
   *
   * @param millis of its begin, since 1970
   * @param stream id of its stream
   * @param number above 0
   */
  public record EventId(long millis, String stream, long number) {
    /** Reads one; empty for any other text. */
    public static Optional<EventId> parse(String text) {
      int first = text.indexOf('-');
      int last = text.lastIndexOf('-');
      if (first < 1 || last <= first + 1 || text.length() > LONGEST) {
        return Optional.empty();
      }
      long millis = SegmentPath.number(text.substring(0, first));
      long number = SegmentPath.number(text.substring(last + 1));
      String stream = text.substring(first + 1, last);
      if (millis < 0 || number < 1 || !SegmentPath.isId(stream)) {
        return Optional.empty();
      }
      EventId read = new EventId(millis, stream, number);
      return read.text().equals(text) ? Optional.of(read) : Optional.empty();
    }

    /** As it is written. */
    public String text() {
      return millis + "-" + stream + "-" + number;
    }
  }

  /**
   * All files that an event may have.
   *
   * @throws IllegalArgumentException when it is no event's id
   */
  public static List<EventPath> all(String event) {
    EventId id = id(event);
    return List.of(
        new EventPath(id, Kind.FACTS),
        new EventPath(id, Kind.PICTURE),
        new EventPath(id, Kind.CROP));
  }

  /**
   * A file of an event.
   *
   * @throws IllegalArgumentException when it is no event's id
   */
  public static EventPath of(String event, Kind kind) {
    return new EventPath(id(event), kind);
  }

  private static EventId id(String event) {
    return EventId.parse(event)
        .orElseThrow(() -> new IllegalArgumentException(event + " (expected: MILLIS-STREAM-N)"));
  }

  /** The path below the store's folder, with {@code /}. */
  public String text() {
    return "%s/%s%s"
        .formatted(
            SegmentPath.hour(event.stream(), Instant.ofEpochMilli(event.millis())),
            event.text(),
            kind.suffix);
  }

  /** The file in a store's folder. */
  public Path in(Path folder) {
    return folder.resolve(text());
  }

  /** Reads what {@link #text} writes, and nothing else; empty for any other text. */
  public static Optional<EventPath> parse(String text) {
    int name = text.lastIndexOf('/') + 1;
    int dot = text.indexOf('.', name);
    if (text.length() > LONGEST || dot < 0) {
      return Optional.empty();
    }
    for (Kind kind : Kind.values()) {
      if (text.substring(dot).equals(kind.suffix)) {
        return EventId.parse(text.substring(name, dot))
            .map(id -> new EventPath(id, kind))
            .filter(path -> path.text().equals(text));
      }
    }
    return Optional.empty();
  }
}
