package sluice.recording.export;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import sluice.core.recording.ExportPart;
import sluice.core.recording.RecordingExport;

/**
 * What is known of a finished export, in a file beside its parts: without it they are none, for
 * they may not be whole. Times are in milliseconds since 1970.
 */
record ExportFacts(
    long number,
    String stream,
    Instant from,
    Instant to,
    List<ExportPart> parts,
    Duration missing,
    Instant expiresAt) {
  /** Name of the file. */
  static final String FILE = "export.properties";

  /** Keeps a copy of the list. */
  ExportFacts {
    parts = List.copyOf(parts);
  }

  static ExportFacts of(RecordingExport done, Instant expiresAt) {
    return new ExportFacts(
        done.number(),
        done.stream(),
        done.from(),
        done.to(),
        done.parts(),
        done.missing(),
        expiresAt);
  }

  /** The text of the file. */
  String text() {
    StringBuilder text = new StringBuilder();
    line(text, "stream", stream);
    line(text, "from", from.toEpochMilli());
    line(text, "to", to.toEpochMilli());
    line(text, "missing", missing.toMillis());
    line(text, "expires", expiresAt.toEpochMilli());
    line(text, "parts", parts.size());
    for (ExportPart part : parts) {
      line(text, part.number() + ".from", part.from().toEpochMilli());
      line(text, part.number() + ".to", part.to().toEpochMilli());
      line(text, part.number() + ".bytes", part.bytes());
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String name, Object value) {
    text.append(name).append('=').append(value).append('\n');
  }

  /**
   * Reads the facts of an export, whose parts must be there.
   *
   * @param folder the export's
   * @throws IOException when it can't be read, or isn't what {@link #text} writes
   */
  static ExportFacts read(Path folder, long number) throws IOException {
    Properties lines = new Properties();
    try (Reader reader = Files.newBufferedReader(folder.resolve(FILE))) {
      lines.load(reader);
      List<ExportPart> parts = new ArrayList<>();
      for (int i = 1; i <= whole(lines, "parts"); i++) {
        long bytes = whole(lines, i + ".bytes");
        if (Files.size(folder.resolve(i + ".mp4")) != bytes) {
          throw new IOException("part " + i + " isn't whole");
        }
        parts.add(new ExportPart(i, time(lines, i + ".from"), time(lines, i + ".to"), bytes));
      }
      return new ExportFacts(
          number,
          lines.getProperty("stream", ""),
          time(lines, "from"),
          time(lines, "to"),
          parts,
          Duration.ofMillis(whole(lines, "missing")),
          time(lines, "expires"));
    } catch (IllegalArgumentException e) {
      throw new IOException("it is not what this version of Sluice writes of an export", e);
    }
  }

  private static Instant time(Properties lines, String name) {
    return Instant.ofEpochMilli(whole(lines, name));
  }

  private static long whole(Properties lines, String name) {
    return Long.parseLong(lines.getProperty(name, ""));
  }
}
