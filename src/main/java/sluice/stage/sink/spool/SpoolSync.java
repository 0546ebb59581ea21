package sluice.stage.sink.spool;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import sluice.core.util.PrivateFolder;

/**
 * Forces to the disk what was appended. It opens the files by itself, so that whoever appends never
 * waits for it, and closing there is nothing to it. Thread-safe.
 */
final class SpoolSync {
  private final Path folder;
  private final Force force;
  private final Set<Path> dirty = ConcurrentHashMap.newKeySet();

  SpoolSync(Path folder, Force force) {
    this.folder = folder;
    this.force = force;
  }

  /** A file was appended to. */
  void appended(Path file) {
    dirty.add(file);
  }

  /** A file was made: its name is to be on the disk, too. */
  void created() {
    dirty.add(folder);
  }

  /** A file was deleted, or is to be. */
  void released(Path file) {
    dirty.remove(file);
  }

  boolean isDirty() {
    return !dirty.isEmpty();
  }

  /**
   * Waits until all is on the disk that was appended before.
   *
   * @throws IOException when a file can't be forced; the next call tries it again
   */
  synchronized void sync() throws IOException {
    for (Path file : List.copyOf(dirty)) {
      dirty.remove(file); // before, so that what is appended meanwhile comes next
      try {
        force(file);
      } catch (IOException e) {
        dirty.add(file);
        throw e;
      }
    }
  }

  private void force(Path file) throws IOException {
    boolean isFolder = file.equals(folder);
    if (isFolder && !PrivateFolder.isPosix(folder)) {
      return;
    }
    try {
      force.force(file, isFolder ? StandardOpenOption.READ : StandardOpenOption.WRITE);
    } catch (NoSuchFileException e) {
      dirty.remove(file); // deleted: there is nothing to force
    }
  }

  /** Port of the system's fdatasync. */
  @FunctionalInterface
  interface Force {
    /** The system's own. */
    Force SYSTEM =
        (file, option) -> {
          try (FileChannel channel = FileChannel.open(file, option)) {
            channel.force(false);
          }
        };

    /** Waits until a file's content, or a folder's names, are on the disk. */
    void force(Path file, OpenOption option) throws IOException;
  }
}
