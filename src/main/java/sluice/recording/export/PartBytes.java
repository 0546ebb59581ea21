package sluice.recording.export;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.core.recording.RecordedSegment;
import sluice.recording.files.FileSlice;

/**
 * Files of a run, one after the other, as one stream of bytes: the initialisation and all
 * fragments. It ends before a file that isn't there any more. One thread.
 */
final class PartBytes extends InputStream {
  private final Path folder;
  private final List<RecordedSegment> segments;
  private final CopyWatch watch;
  private int next;
  private @Nullable FileSlice open;

  /**
   * Bytes of files.
   *
   * @param folder the store's
   * @param watch is told of what was read, and ends it
   */
  PartBytes(Path folder, List<RecordedSegment> segments, CopyWatch watch) {
    this.folder = folder;
    this.segments = segments;
    this.watch = watch;
  }

  /** How many of the files were read, or begun to be. */
  int taken() {
    return next;
  }

  /** Whether a file is there as a whole. */
  static boolean isThere(Path folder, RecordedSegment segment) throws IOException {
    try {
      return Files.size(folder.resolve(segment.file())) >= segment.bytes();
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (!watch.mayGoOn()) {
      throw new InterruptedIOException("the export was given up");
    }
    while (true) {
      FileSlice current = open;
      int read = current == null ? -1 : current.read(into, offset, length);
      if (read >= 0) {
        watch.read(read);
        return read;
      }
      if (!openNext()) {
        return -1;
      }
    }
  }

  private boolean openNext() throws IOException {
    close();
    if (next == segments.size()) {
      return false;
    }
    RecordedSegment segment = segments.get(next);
    if (!isThere(folder, segment)) {
      return false;
    }
    watch.requireRoom();
    try {
      open =
          new FileSlice(
              folder.resolve(segment.file()), next == 0 ? 0 : segment.initBytes(), segment.bytes());
    } catch (NoSuchFileException e) {
      return false;
    }
    next++;
    return true;
  }

  @Override
  public void close() throws IOException {
    FileSlice current = open;
    open = null;
    if (current != null) {
      current.close();
    }
  }
}
