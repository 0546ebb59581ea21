package sluice.recording;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a store, and whether it is still the one that was opened: where a disk is taken
 * away, the bare folder that it was mounted on is in its place, on a disk that isn't meant for
 * recordings. Immutable.
 */
final class StoreFolder {
  private final Path folder;

  /** What tells a folder from another one at its place; null where the system has no such thing. */
  private final @Nullable Object key;

  /**
   * The folder as it is now.
   *
   * @throws IOException when it can't be looked at
   */
  StoreFolder(Path folder) throws IOException {
    this.folder = folder;
    this.key = key(folder);
  }

  private static @Nullable Object key(Path folder) throws IOException {
    return Files.readAttributes(folder, BasicFileAttributes.class).fileKey();
  }

  /** Where it is. */
  Path path() {
    return folder;
  }

  /**
   * Asks the disk whether it is there.
   *
   * @throws IOException when it isn't, with a text for people
   */
  void require() throws IOException {
    boolean same;
    try {
      same = Objects.equals(key(folder), key);
    } catch (IOException e) {
      throw new IOException("the folder %s isn't there".formatted(folder), e);
    }
    if (!same) {
      throw new IOException(
          "the folder %s is another one than at the start: its disk isn't mounted"
              .formatted(folder));
    }
  }
}
