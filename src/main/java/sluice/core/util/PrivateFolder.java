package sluice.core.util;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Folders that only the user of this process may enter. */
public final class PrivateFolder {
  private PrivateFolder() {}

  /**
   * Makes a folder, and those above it, where they are missing. The folder itself is made for this
   * user alone; one that is there already keeps its mode, for it is not ours to change.
   *
   * @throws IOException when it can't be made, or is no folder
   */
  public static void create(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path parent = folder.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    try {
      Files.createDirectory(folder, mine(folder));
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder)) { // else another process has just made it
        throw e;
      }
    }
  }

  private static FileAttribute<?>[] mine(Path folder) {
    return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }
}
