package sluice.core.util;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Room for files in a folder.
 *
 * @param folder where they would be, absolute
 * @param there the folder that was written in: the same, or the nearest one above it that is there
 * @param freeBytes that this user may still write on its disk, 0 or more
 */
public record FolderRoom(Path folder, Path there, long freeBytes) {

  /**
   * Writes a file of a few bytes in a folder and deletes it; a folder that is missing is left
   * missing, where it could be made. Blocks on the disk.
   *
   * @throws IOException when nothing can be written there
   */
  public static FolderRoom test(Path folder) throws IOException {
    Path wanted = folder.toAbsolutePath();
    Path there = wanted;
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    if (there == null) {
      throw new IOException("no folder above it is there");
    }
    Path tried = Files.createTempFile(there, ".sluice-test", "");
    try {
      Files.write(tried, new byte[] {'\n'});
    } finally {
      Files.delete(tried);
    }
    return new FolderRoom(wanted, there, Files.getFileStore(there).getUsableSpace());
  }

  /** Whether the folder itself is there; else it would be made. */
  public boolean isThere() {
    return there.equals(folder);
  }
}
