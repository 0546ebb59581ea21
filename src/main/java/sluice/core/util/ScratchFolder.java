package sluice.core.util;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder for the files of one piece of work, deleted at its end. What a killed process left is
 * deleted when the next one is made beside it: a lock on a file of the same name tells which are in
 * use.
 */
public final class ScratchFolder implements AutoCloseable {
  private static final String LOCK = ".lock";

  private final Path folder;
  private final Path lockFile;
  private final FileChannel lock;

  private ScratchFolder(Path folder, Path lockFile, FileChannel lock) {
    this.folder = folder;
    this.lockFile = lockFile;
    this.lock = lock;
  }

  /**
   * Makes one, for the user of this process alone, and deletes those beside it that nobody uses.
   *
   * @param parent is made where it is missing; holds nothing but such folders
   * @throws IOException when it can't be made
   */
  public static ScratchFolder in(Path parent) throws IOException {
    PrivateFolder.create(parent);
    deleteUnused(parent);
    Path folder = parent.resolve(UUID.randomUUID().toString());
    Path lockFile = parent.resolve(folder.getFileName() + LOCK);
    FileChannel lock =
        PrivateFile.open(lockFile, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try {
      if (tryLock(lock) == null) {
        throw new IOException("another process has locked " + lockFile);
      }
      PrivateFolder.create(folder);
      return new ScratchFolder(folder, lockFile, lock);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** Where it is. */
  public Path path() {
    return folder;
  }

  private static void deleteUnused(Path parent) throws IOException {
    try (DirectoryStream<Path> locks = Files.newDirectoryStream(parent, "*" + LOCK)) {
      for (Path lockFile : locks) {
        deleteUnused(parent, lockFile);
      }
    }
  }

  private static void deleteUnused(Path parent, Path lockFile) {
    try (FileChannel lock = FileChannel.open(lockFile, StandardOpenOption.WRITE)) {
      if (tryLock(lock) != null) {
        String name = String.valueOf(lockFile.getFileName());
        deleteAll(parent.resolve(name.substring(0, name.length() - LOCK.length())));
        Files.deleteIfExists(lockFile);
      }
    } catch (IOException e) {
      // it is tried again with the next one
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // of this process
    }
  }

  private static void deleteAll(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException e) {
      // it was not made
    }
  }

  /** Deletes it with all that is in it; what can't be deleted now is with the next one. */
  @Override
  public void close() {
    try (lock) {
      deleteAll(folder);
      Files.deleteIfExists(lockFile);
    } catch (IOException e) {
      // as the description says
    }
  }
}
