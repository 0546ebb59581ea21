package sluice.stage.sink.spool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Names of segment files: the sequence of the first record, so that their order is that of names.
 */
final class SegmentFiles {
  private static final String SUFFIX = ".segment";
  private static final int DIGITS = 20;
  private static final Pattern NAME = Pattern.compile("0\\d{" + (DIGITS - 1) + "}\\.segment");

  private SegmentFiles() {}

  /** The file of the segment that begins with a sequence. */
  static Path of(Path folder, long first) {
    String digits = Long.toString(first);
    return folder.resolve("0".repeat(DIGITS - digits.length()) + digits + SUFFIX);
  }

  /** The sequence that a segment file begins with. */
  static long first(Path file) {
    return Long.parseLong(file.getFileName().toString().substring(0, DIGITS));
  }

  /**
   * The segment files of a folder, in order. What else is there is left alone.
   *
   * @throws IOException when the folder can't be listed
   */
  static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(SegmentFiles::isSegment).sorted().toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static boolean isSegment(Path file) {
    String name = file.getFileName().toString();
    // Half of what a long can hold: so that sequences after it are no question.
    return NAME.matcher(name).matches()
        && name.compareTo(of(Path.of(""), Long.MAX_VALUE / 2).toString()) <= 0
        && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
  }
}
