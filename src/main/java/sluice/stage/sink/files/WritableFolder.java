package sluice.stage.sink.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import sluice.core.util.FolderRoom;
import sluice.stage.sink.SinkFact;

/** Test whether files can be written in a folder. */
public final class WritableFolder {
  private static final long MIB = 1L << 20;

  private WritableFolder() {}

  /**
   * Writes a file of a few bytes where results would be and deletes it; a folder that is missing is
   * left missing, where it could be made.
   *
   * @param file a file of results
   * @return the folder, and how much room is on its disk
   * @throws IOException when nothing can be written there
   */
  public static List<SinkFact> test(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException(file + " is in no folder");
    }
    FolderRoom room = FolderRoom.test(folder);
    return List.of(
        new SinkFact("folder", room.isThere() ? folder.toString() : folder + ", to be made"),
        new SinkFact("free space", String.format(Locale.ROOT, "%,d MiB", room.freeBytes() / MIB)));
  }
}
