package sluice.recording.files;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A part of a file as a stream of bytes. Blocks on the disk; its creator closes it. */
public final class FileSlice extends InputStream {
  private final FileChannel channel;
  private long at;
  private final long end;

  /**
   * Opens a file.
   *
   * @param from offset of the first byte
   * @param end offset after the last one
   * @throws IOException when it isn't there, can't be read, or is a link
   */
  public FileSlice(Path file, long from, long end) throws IOException {
    this.channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    this.at = from;
    this.end = end;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (at >= end) {
      return -1;
    }
    int most = (int) Math.min(length, end - at);
    int read = channel.read(ByteBuffer.wrap(into, offset, most), at);
    if (read < 0) {
      throw new EOFException("the file was cut");
    }
    at += read;
    return read;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
