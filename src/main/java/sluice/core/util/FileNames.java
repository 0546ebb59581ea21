package sluice.core.util;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** What users write where a file may be meant, or something else. */
public final class FileNames {
  private FileNames() {}

  /** Whether there is a file or folder of that name; not for a text that can't be a path. */
  public static boolean exists(String text) {
    try {
      return Files.exists(Path.of(text));
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
