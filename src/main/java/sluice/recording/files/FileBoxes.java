package sluice.recording.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * The boxes of a file, as long as it is when this is made. Nothing is read but what is asked for.
 * Used by one thread.
 */
final class FileBoxes {
  /** Bytes of {@code moov} and of a {@code moof}: an hour of pictures and sound in one fragment. */
  static final int LARGEST_BOX = 512 << 10;

  /** More than a day of fragments of a second. */
  static final int MOST_BOXES = 200_000;

  private final FileChannel channel;
  private final long size;

  FileBoxes(FileChannel channel) throws IOException {
    this.channel = channel;
    this.size = channel.size();
  }

  /** Type of a box, and the places in the file of itself and of its content. */
  record Head(String type, long begin, long content, long end) {}

  /** The box that begins at a place; null where none begins there that ends within the file. */
  @Nullable Head head(long at) throws IOException {
    ByteBuffer head = read(at, (int) Math.min(BoxBytes.LARGE_HEAD, size - at));
    if (head.remaining() < BoxBytes.HEAD) {
      return null;
    }
    long length = Integer.toUnsignedLong(head.getInt());
    String type = BoxBytes.typeOf(head.getInt());
    int bytes = BoxBytes.HEAD;
    if (length == 1 && head.remaining() == Long.BYTES) {
      length = head.getLong();
      bytes = BoxBytes.LARGE_HEAD;
    }
    return length < bytes || length > size - at
        ? null
        : new Head(type, at, at + bytes, at + length);
  }

  /**
   * What is in a box.
   *
   * @throws DamagedBoxException when that is more than {@link #LARGEST_BOX}
   */
  BoxBytes content(Head box) throws IOException, DamagedBoxException {
    long length = box.end() - box.content();
    if (length > LARGEST_BOX) {
      throw new DamagedBoxException(box.type() + " has " + length + " bytes");
    }
    ByteBuffer content = read(box.content(), (int) length);
    if (content.remaining() < length) {
      throw new DamagedBoxException(box.type() + " ends too early"); // somebody cut the file
    }
    return new BoxBytes(box.type(), content);
  }

  private ByteBuffer read(long at, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Math.max(0, length));
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, at + bytes.position()) < 0) {
        break;
      }
    }
    return bytes.flip();
  }
}
