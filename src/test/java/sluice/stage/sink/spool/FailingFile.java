package sluice.stage.sink.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** Opens files of the system that fail as a test wants. */
final class FailingFile implements AppendFile.Opener {
  /** Bytes of a record that are still written when it fails; records of fewer bytes don't. */
  int failsAfter = Integer.MAX_VALUE;

  boolean truncateFails;

  /** Done once, when a record or a part of it was written. */
  Runnable meanwhile = () -> {};

  @Override
  public AppendFile open(Path path, long size) throws IOException {
    AppendFile file = AppendFile.SYSTEM.open(path, size);
    return new AppendFile() {
      @Override
      public void write(byte[] bytes) throws IOException {
        if (failsAfter <= bytes.length) {
          file.write(Arrays.copyOf(bytes, failsAfter));
          runOnce();
          throw new IOException("no space");
        }
        file.write(bytes);
        runOnce();
      }

      @Override
      public void truncate(long to) throws IOException {
        if (truncateFails) {
          throw new IOException("no cutting");
        }
        file.truncate(to);
      }

      @Override
      public void close() throws IOException {
        file.close();
      }
    };
  }

  private void runOnce() {
    Runnable once = meanwhile;
    meanwhile = () -> {};
    once.run();
  }
}
