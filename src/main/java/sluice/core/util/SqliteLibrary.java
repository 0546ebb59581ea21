package sluice.core.util;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the driver of SQLite unpacks its native library to. */
public final class SqliteLibrary {
  private static final String PROPERTY = "org.sqlite.tmpdir";

  private SqliteLibrary() {}

  /**
   * Names the folder, with the first file that a process opens. The usual folder for temporary
   * files may be one that nothing is run from. Whoever names one with the driver's own property is
   * right.
   *
   * @throws IOException when the folder can't be made
   */
  public static void unpackTo(Path folder) throws IOException {
    if (System.getProperty(PROPERTY) == null) {
      Files.createDirectories(folder);
      System.setProperty(PROPERTY, folder.toAbsolutePath().toString());
    }
  }
}
