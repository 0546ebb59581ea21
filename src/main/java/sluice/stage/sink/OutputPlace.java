package sluice.stage.sink;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;

/** Check of an output path before a run starts: whether a file can be written there. */
public final class OutputPlace {

  private OutputPlace() {}

  /**
   * Refuses a file that can't be written or would be overwritten.
   *
   * @param file where to write
   * @param force whether a file that exists may be overwritten
   * @throws SluiceException OUTPUT that says what is in the way
   */
  public static void check(Path file, boolean force) {
    Path folder = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file) || folder == null) {
      throw refused(file, "it is a folder", "name a file");
    }
    if (!Files.isDirectory(folder)) {
      throw refused(
          file, "there is no folder " + folder, "make the folder first, or write elsewhere");
    }
    boolean exists = Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    if (!force && exists && !isDevice(file)) {
      throw refused(
          file, "it exists", "remove it, choose another name, or use --force to overwrite it");
    }
    if (!Files.isWritable(exists ? file : folder)) {
      throw refused(
          file,
          (exists ? "the file" : "the folder " + folder) + " is write-protected",
          "write elsewhere");
    }
  }

  /**
   * Whether it is there but neither file nor folder, such as a pipe or a terminal: writing there
   * overwrites nothing.
   */
  public static boolean isDevice(Path file) {
    return Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file);
  }

  private static SluiceException refused(Path file, String reason, String advice) {
    return new SluiceException(
        ErrorCode.OUTPUT, "can't write " + file + ": " + reason + "; " + advice);
  }
}
