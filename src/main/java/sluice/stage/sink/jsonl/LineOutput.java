package sluice.stage.sink.jsonl;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.core.BrokenPipeException;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.util.FileFailure;
import sluice.stage.sink.OutputPlace;

/**
 * The append-only output of whole lines: each is one write to the operating system, so that a
 * reader sees it at once and a process that is killed leaves no half of one. Where a write fails in
 * the middle, a file is cut back to its last whole line.
 */
final class LineOutput implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LineOutput.class);

  /** More than the rest of a line can be. */
  private static final long LONGEST_REST = 16L << 20;

  private enum Kind {
    STANDARD_OUTPUT,
    DEVICE,
    FILE
  }

  private final String name;
  private final FileChannel channel;
  private final Kind kind;
  private long wholeBytes;
  private @Nullable Object fileKey;

  private LineOutput(String name, FileChannel channel, Kind kind) {
    this.name = name;
    this.channel = channel;
    this.kind = kind;
  }

  /** The process's standard output, which stays open. */
  @SuppressWarnings("resource")
  static LineOutput standard() {
    return new LineOutput(
        "standard output",
        new FileOutputStream(FileDescriptor.out).getChannel(),
        Kind.STANDARD_OUTPUT);
  }

  /**
   * A new file, or with {@code force} one that may exist and is emptied.
   *
   * @throws SluiceException OUTPUT when it can't be opened
   */
  static LineOutput file(Path file, boolean force) {
    boolean isDevice = OutputPlace.isDevice(file);
    try {
      FileChannel channel =
          FileChannel.open(
              file,
              force || isDevice
                  ? Set.of(
                      StandardOpenOption.WRITE,
                      StandardOpenOption.CREATE,
                      StandardOpenOption.TRUNCATE_EXISTING)
                  : Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW));
      return new LineOutput(file.toString(), channel, isDevice ? Kind.DEVICE : Kind.FILE);
    } catch (IOException e) {
      throw failure(file.toString(), e);
    }
  }

  /**
   * A file that may be there and is gone on with, after its last whole line: what a killed process
   * or a full disk left behind that is cut off. A file without any line feed is not cut.
   *
   * @throws SluiceException OUTPUT when it can't be opened
   */
  static LineOutput append(Path file) {
    boolean isDevice = OutputPlace.isDevice(file);
    Set<StandardOpenOption> options =
        isDevice
            ? Set.of(StandardOpenOption.WRITE)
            : Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
    try {
      FileChannel channel = FileChannel.open(file, options);
      LineOutput output =
          new LineOutput(file.toString(), channel, isDevice ? Kind.DEVICE : Kind.FILE);
      if (!isDevice) {
        output.goToEnd();
        output.fileKey = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
      }
      return output;
    } catch (IOException e) {
      throw failure(file.toString(), e);
    }
  }

  private void goToEnd() throws IOException {
    try {
      wholeBytes = endOfLastLine();
      if (channel.size() - wholeBytes > LONGEST_REST || wholeBytes == 0) {
        endForeignText();
      }
      channel.truncate(wholeBytes);
      channel.position(wholeBytes);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * What has no line feed, or much text after the last, is not the rest of a line of ours: it is
   * kept, and ended as a line.
   */
  private void endForeignText() throws IOException {
    long size = channel.size();
    if (size > 0) {
      ByteBuffer end = ByteBuffer.wrap(new byte[] {'\n'});
      while (end.hasRemaining()) {
        channel.write(end, size);
      }
      wholeBytes = size + 1;
    }
  }

  private long endOfLastLine() throws IOException {
    ByteBuffer block = ByteBuffer.allocate(4096);
    long end = channel.size();
    while (end > 0) {
      long start = Math.max(0, end - block.capacity());
      block.clear().limit((int) (end - start));
      while (block.hasRemaining() && channel.read(block, start + block.position()) >= 0) {
        // a short read goes on where it stopped
      }
      for (int i = block.position() - 1; i >= 0; i--) {
        if (block.get(i) == '\n') {
          return start + i + 1;
        }
      }
      end = start;
    }
    return 0;
  }

  /** Whether it is a file, which can be cut and renamed, and not a device or standard output. */
  boolean isFile() {
    return kind == Kind.FILE;
  }

  /**
   * Whether a file that was opened by {@link #append} is still the one of its name, and as long as
   * it was written; true for all else.
   *
   * @throws IOException when that can't be found out
   */
  boolean isInPlace() throws IOException {
    Object opened = fileKey;
    if (opened == null) {
      return true;
    }
    try {
      BasicFileAttributes now = Files.readAttributes(Path.of(name), BasicFileAttributes.class);
      return opened.equals(now.fileKey()) && now.size() >= wholeBytes;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Bytes of whole lines that it holds. */
  long wholeBytes() {
    return wholeBytes;
  }

  /**
   * Writes a line.
   *
   * @param bytes the line with its line feed, from 0
   * @param length how many of them
   * @throws BrokenPipeException when it is standard output, and its reader has closed the pipe
   * @throws SluiceException OUTPUT when it can't be written
   */
  void write(byte[] bytes, int length) {
    ByteBuffer line = ByteBuffer.wrap(bytes, 0, length);
    try {
      while (line.hasRemaining()) {
        channel.write(line);
      }
      wholeBytes += length;
    } catch (IOException e) {
      if (kind == Kind.STANDARD_OUTPUT && BrokenPipeException.tells(e)) {
        throw new BrokenPipeException("the reader of " + name + " has gone", e);
      }
      SluiceException failure = failure(name, e);
      cutToWholeLines(failure);
      throw failure;
    }
  }

  /** Whether no line was written yet. */
  boolean isEmpty() {
    return wholeBytes == 0;
  }

  private void cutToWholeLines(SluiceException failure) {
    if (kind == Kind.FILE) {
      try {
        channel.truncate(wholeBytes);
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
    }
  }

  /**
   * Closes a file that isn't complete, and removes it where it holds no line. Does not throw.
   *
   * @return whether a file with lines in it stays
   */
  boolean abandon() {
    try {
      close();
      if (kind == Kind.FILE && wholeBytes == 0) {
        Files.deleteIfExists(Path.of(name));
      }
    } catch (IOException | SluiceException e) {
      LOG.debug("{} was not closed in order", name, e);
    }
    return kind == Kind.FILE && wholeBytes > 0;
  }

  /**
   * Closes a file; leaves standard output open.
   *
   * @throws SluiceException OUTPUT when the system reports a late failure
   */
  @Override
  public void close() {
    if (kind != Kind.STANDARD_OUTPUT) {
      try {
        channel.close();
      } catch (IOException e) {
        throw failure(name, e);
      }
    }
  }

  private static SluiceException failure(String name, IOException cause) {
    return new SluiceException(
        ErrorCode.OUTPUT,
        "can't write results to "
            + name
            + ": "
            + FileFailure.reason(cause)
            + "; make room or write elsewhere",
        cause);
  }
}
