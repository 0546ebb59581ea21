package sluice.core.util;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the driver of SQLite has its native library: the distribution has it beside the others, and
 * the driver loads it from there; elsewhere the driver unpacks it.
 */
public final class SqliteLibrary {
  private static final String UNPACKED_TO = "org.sqlite.tmpdir";
  private static final String LIES_IN = "org.sqlite.lib.path";

  private SqliteLibrary() {}

  /**
   * Names the folder, with the first file that a process opens. The usual folder for temporary
   * files may be one that nothing is run from. Whoever names one with the driver's own properties
   * is right; none is made where the library needn't be unpacked.
   *
   * @throws IOException when the folder can't be made
   */
  public static void unpackTo(Path folder) throws IOException {
    String library = System.getProperty(LIES_IN);
    boolean isUnpacked = library != null && Files.isDirectory(Path.of(library));
    if (!isUnpacked && System.getProperty(UNPACKED_TO) == null) {
      Files.createDirectories(folder);
      System.setProperty(UNPACKED_TO, folder.toAbsolutePath().toString());
    }
  }
}
