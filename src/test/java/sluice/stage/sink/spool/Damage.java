package sluice.stage.sink.spool;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Random;

/** What may happen to a file: it is cut, or bytes of it are others. */
enum Damage {
  TRUNCATED,
  BIT_FLIPPED,
  BYTES_OVERWRITTEN,
  END_ZEROED,
  GARBAGE_APPENDED,
  EMPTIED;

  /**
   * Damages a file.
   *
   * @return the offset of the first byte that is or may be another one
   */
  long apply(Path path, Random random) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      long size = file.length();
      long offset = size == 0 ? 0 : random.nextLong(size);
      switch (this) {
        case TRUNCATED -> file.setLength(offset);
        case EMPTIED -> {
          offset = 0;
          file.setLength(0);
        }
        case BIT_FLIPPED -> {
          file.seek(offset);
          int old = Math.max(0, file.read());
          file.seek(offset);
          file.write(old ^ 1 << random.nextInt(8));
        }
        case BYTES_OVERWRITTEN -> {
          byte[] other = new byte[1 + random.nextInt(40)];
          random.nextBytes(other);
          file.seek(offset);
          file.write(other);
        }
        case END_ZEROED -> {
          file.seek(offset);
          file.write(new byte[(int) (size - offset)]);
        }
        case GARBAGE_APPENDED -> {
          byte[] more = new byte[1 + random.nextInt(100)];
          random.nextBytes(more);
          offset = size;
          file.seek(size);
          file.write(more);
        }
      }
      return offset;
    }
  }
}
