package sluice.core.util;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import org.jspecify.annotations.Nullable;

/** Why the system refused to read or write a file, for messages. */
public final class FileFailure {
  private FileFailure() {}

  /** The reason in a few words, without the file's name and without names of classes. */
  public static String reason(IOException cause) {
    return switch (cause) {
      case FileAlreadyExistsException _ -> "it exists";
      case NoSuchFileException _ -> "it does not exist";
      case AccessDeniedException _ -> "permission denied";
      case NotDirectoryException _ -> "it is no folder";
      case DirectoryNotEmptyException _ -> "the folder is not empty";
      case FileSystemLoopException _ -> "its links lead in a circle";
      case NotLinkException _ -> "it is no link";
      case CharacterCodingException _ -> "it is no text in UTF-8";
      case EOFException _ -> "it ends too early";
      case FileSystemException file -> said(file.getReason());
      default -> said(cause.getMessage());
    };
  }

  private static String said(@Nullable String reason) {
    return reason == null || reason.isBlank() ? "the system gives no reason" : reason;
  }
}
