package sluice.core.util;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
      Files.createDirectory(folder, ownerOnly(folder, "rwx------"));
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder)) { // else another process has just made it
        throw e;
      }
    }
  }

  /**
   * The mode with which a file or folder is made, as attributes of the call that makes it; none
   * where the file system has no such modes.
   *
   * @param mode as in {@code rw-------}
   */
  public static FileAttribute<?>[] ownerOnly(Path place, String mode) {
    return isPosix(place)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : new FileAttribute<?>[0];
  }

  /**
   * Waits until the names in a folder are on the disk: files that were made, renamed or deleted in
   * it. Does nothing where the file system isn't of POSIX.
   *
   * @throws IOException when the folder can't be forced
   */
  public static void force(Path folder) throws IOException {
    if (isPosix(folder)) {
      try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
        names.force(true);
      }
    }
  }

  /** Whether the file system of a place has owners and modes as POSIX does. */
  public static boolean isPosix(Path place) {
    return place.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
