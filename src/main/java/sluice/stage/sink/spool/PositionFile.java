package sluice.stage.sink.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import sluice.core.util.PrivateFile;

/**
 * The file {@code position} of a spool: lines of text, the last of which is the CRC32C of the
 * others. It isn't forced to the disk: what a power failure leaves is an older one or none, and
 * then some records are read again that were acknowledged.
 */
final class PositionFile {
  static final String NAME = "position";
  private static final String NEW = NAME + ".new";
  private static final String TITLE = "sluice spool 1";
  private static final int LONGEST = 64 << 10;
  private static final String SUM = "crc32c ";
  private static final Pattern LINE =
      Pattern.compile("(acknowledged|end|gap) (\\d{1,18})(?: (\\d{1,18}))?");

  private PositionFile() {}

  /** The file's text. */
  static String text(Position position) {
    StringBuilder text = new StringBuilder(100);
    text.append(TITLE).append("\nacknowledged ").append(position.acknowledged());
    text.append("\nend ").append(position.end()).append('\n');
    for (Position.Gap gap : position.gaps()) {
      text.append("gap ").append(gap.from()).append(' ').append(gap.end()).append('\n');
    }
    return text + SUM + sum(text.toString()) + "\n";
  }

  /** What a text says; empty where it isn't a sound one. */
  static Optional<Position> parse(String text) {
    int last = text.lastIndexOf(SUM);
    if (!text.startsWith(TITLE + "\n")
        || last < 0
        || !text.substring(last).equals(SUM + sum(text.substring(0, last)) + "\n")) {
      return Optional.empty();
    }
    long acknowledged = -1;
    long end = -1;
    List<Position.Gap> gaps = new ArrayList<>();
    for (String line : text.substring(0, last).lines().skip(1).toList()) {
      Matcher words = LINE.matcher(line);
      if (!words.matches()) {
        return Optional.empty();
      }
      long number = Long.parseLong(words.group(2));
      switch (words.group(1)) {
        case "acknowledged" -> acknowledged = number;
        case "end" -> end = number;
        default -> gaps.add(new Position.Gap(number, Long.parseLong("0" + words.group(3))));
      }
    }
    return Optional.of(new Position(acknowledged, end, gaps)).filter(Position::isPlausible);
  }

  private static String sum(String text) {
    CRC32C sum = new CRC32C();
    sum.update(text.getBytes(StandardCharsets.UTF_8));
    return String.format("%08x", sum.getValue());
  }

  /** What the file of a folder says; empty where there is none, or it is damaged. */
  static Optional<Position> read(Path folder) throws IOException {
    Path file = folder.resolve(NAME);
    if (!Files.isRegularFile(file) || Files.size(file) > LONGEST) {
      return Optional.empty();
    }
    return parse(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
  }

  /** Writes a new file and puts it in the place of the old one. */
  static void write(Path folder, Position position) throws IOException {
    Path fresh = folder.resolve(NEW);
    try (FileChannel channel =
        PrivateFile.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(text(position));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
    Files.move(
        fresh,
        folder.resolve(NAME),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** Deletes the files of a folder, where they are there. */
  static void delete(Path folder) throws IOException {
    Files.deleteIfExists(folder.resolve(NEW));
    Files.deleteIfExists(folder.resolve(NAME));
  }
}
