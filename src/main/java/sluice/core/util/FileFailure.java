package sluice.core.util;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;

/** Why the system refused to read or write a file, for messages. */
public final class FileFailure {
  private FileFailure() {}

  /** The reason in a few words, without the file's name. */
  public static String reason(IOException cause) {
    if (cause instanceof FileAlreadyExistsException) {
      return "it exists";
    }
    String reason =
        cause instanceof FileSystemException file ? file.getReason() : cause.getMessage();
    return reason == null ? cause.getClass().getSimpleName() : reason;
  }
}
