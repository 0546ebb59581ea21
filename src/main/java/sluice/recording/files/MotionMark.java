package sluice.recording.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import sluice.core.util.PrivateFile;

/**
 * Says that something moved in a file of a recording, so that an index which is lost knows it
 * again: an empty file beside it, {@code RUN-START.motion}, that goes with it.
 */
public final class MotionMark {
  private static final String SUFFIX = ".motion";

  private MotionMark() {}

  /** Where the mark of a file is. */
  static Path of(Path file) {
    String name = String.valueOf(file.getFileName());
    return file.resolveSibling(name.substring(0, name.lastIndexOf('.')) + SUFFIX);
  }

  /** Whether a file of a recording has a mark. Blocks on the disk. */
  public static boolean isAt(Path file) {
    return Files.exists(of(file), LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Marks a file; where that isn't there, or is deleted meanwhile, no mark is left. Blocks on the
   * disk.
   *
   * @throws IOException when it can't be written
   */
  public static void put(Path file) throws IOException {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    PrivateFile.open(of(file), StandardOpenOption.CREATE, StandardOpenOption.WRITE).close();
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      delete(file); // who deletes a file deletes its mark after it
    }
  }

  /** Removes the mark of a file, where there is one. */
  static void delete(Path file) throws IOException {
    Files.deleteIfExists(of(file));
  }

  /** The path of the file that a mark belongs to, by the mark's, both as texts. */
  public static String marked(String mark) {
    return mark.endsWith(SUFFIX)
        ? mark.substring(0, mark.length() - SUFFIX.length()) + SegmentPath.SUFFIX
        : "";
  }
}
