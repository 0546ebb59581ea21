package sluice.stage.sink.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;

/** Port of the system's fsync: what is written to a file or folder is on the disk afterwards. */
@FunctionalInterface
interface DiskSync {
  /** The system's own. */
  DiskSync SYSTEM =
      (file, option) -> {
        try (FileChannel channel = FileChannel.open(file, option)) {
          channel.force(true);
        }
      };

  /**
   * Waits until it is on the disk.
   *
   * @param option how it is opened; folders can only be read
   */
  void force(Path file, OpenOption option) throws IOException;
}
