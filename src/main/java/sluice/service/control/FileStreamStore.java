package sluice.service.control;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.util.FileFailure;
import sluice.core.util.FolderLock;
import sluice.core.util.PrivateFile;

/**
 * Store of a service on one machine, a folder. What was saved is on the disk when {@link #save}
 * returns. One service at a time has the folder; only its user can read it, for sources may hold
 * passwords.
 */
public final class FileStreamStore implements StreamStore {
  private static final String FILE = "streams.json";

  /** Clients must not be able to fill the memory with what is kept. */
  static final int MOST_CHARACTERS = 16 << 20;

  private final Path folder;
  private final FolderLock lock;
  private PersistedStreams kept;

  private FileStreamStore(Path folder, FolderLock lock, PersistedStreams kept) {
    this.folder = folder;
    this.lock = lock;
    this.kept = kept;
  }

  /**
   * Takes a folder, which is made where it isn't there, and reads what it keeps.
   *
   * @throws SluiceException ENVIRONMENT when it can't be made, read or written, another service has
   *     it, or its content is damaged or of a later version; nothing was changed then
   */
  public static FileStreamStore open(Path folder) {
    FolderLock lock = FolderLock.take(folder);
    try {
      return new FileStreamStore(folder, lock, read(folder.resolve(FILE)));
    } catch (IOException e) {
      lock.close();
      throw FolderLock.unusable(folder, e);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** The state that was saved last. */
  @Override
  public synchronized PersistedStreams kept() {
    return kept;
  }

  /** Nothing to do: nobody else changes it. */
  @Override
  public void confirm(PersistedStreams had, String id) {}

  /**
   * Keeps other content instead. Blocks until the disk has it.
   *
   * @param had not looked at: nobody else changes it
   * @throws SluiceException OUTPUT when it can't be written; the old content stays
   */
  @Override
  public synchronized void save(PersistedStreams had, PersistedStreams content) {
    if (content.equals(kept)) {
      return;
    }
    try {
      String text = content.toJson();
      if (text.length() > MOST_CHARACTERS) {
        throw new SluiceException(
            ErrorCode.OUTPUT,
            "the change can't be kept in %s: all kept streams together would have %d characters; it was not made (expected: at most %d)"
                .formatted(folder, text.length(), MOST_CHARACTERS));
      }
      PrivateFile.replace(folder.resolve(FILE), text);
      kept = content;
    } catch (IOException e) {
      throw new SluiceException(
          ErrorCode.OUTPUT,
          "the change can't be kept in %s: %s; it was not made (expected: room, and a folder that can be written)"
              .formatted(folder, FileFailure.reason(e)),
          e);
    }
  }

  /** Nothing comes from elsewhere. */
  @Override
  public void listen(Runnable changed) {}

  /** Releases the folder's lock for another service. */
  @Override
  public void close() {
    lock.close();
  }

  private static PersistedStreams read(Path file) throws IOException {
    if (Files.notExists(file)) {
      return PersistedStreams.NONE;
    }
    return PersistedStreams.parse(Files.readString(file), file);
  }
}
