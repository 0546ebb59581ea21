package sluice.core.util;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;

/** The right of one service at a time to a data directory, until it is closed. */
public final class FolderLock implements AutoCloseable {
  private static final String FILE = "lock";

  private final Path folder;
  private final FileChannel file;

  private FolderLock(Path folder, FileChannel file) {
    this.folder = folder;
    this.file = file;
  }

  /**
   * Takes a folder, which is made where it isn't there.
   *
   * @throws SluiceException ENVIRONMENT when it can't be made or written, or another service has it
   */
  public static FolderLock take(Path folder) {
    try {
      PrivateFolder.create(folder);
      return new FolderLock(folder, lock(folder));
    } catch (IOException e) {
      throw unusable(folder, e);
    }
  }

  /** Failure for a data directory that can't be used. */
  public static SluiceException unusable(Path folder, IOException cause) {
    return new SluiceException(
        ErrorCode.ENVIRONMENT,
        "data-dir %s: %s (expected: a folder that this user can write)"
            .formatted(folder, FileFailure.reason(cause)),
        cause);
  }

  private static FileChannel lock(Path folder) throws IOException {
    FileChannel channel =
        PrivateFile.open(folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (tryLock(channel) == null) {
      channel.close();
      throw new SluiceException(
          ErrorCode.ENVIRONMENT,
          "data-dir %s: another Sluice that runs has it (expected: one service for each; stop that one, or name another folder)"
              .formatted(folder));
    }
    return channel;
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // held within this process
    }
  }

  /** Leaves the folder to another service. */
  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new SluiceException(
          ErrorCode.OUTPUT, "data-dir " + folder + ": " + FileFailure.reason(e), e);
    }
  }
}
