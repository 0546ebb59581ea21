package sluice.video.demux;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Tells the leaps of an MPEG-TS file's clock that the file announces, by the discontinuity
 * indicator (ISO/IEC 13818-1, 2.4.3.5) of a packet on the way, from pauses, of which nothing is
 * said. FFmpeg does not pass the indicator on, so the file is read again where the clock leaps. One
 * thread.
 */
final class TransportLeaps {
  private static final double LEAP_SECONDS = 10;
  private static final int SYNC = 0x47;
  private static final int PACKET = 188;
  private static final int LONGEST_PACKET = 204;

  /** Plain, with a time code before each packet, with check bytes after it. */
  private static final int[] PACKET_SIZES = {PACKET, 192, LONGEST_PACKET};

  private final Path file;
  private final PacketStream stream;
  private long highest = Packet.NO_TIMESTAMP;
  private long lastPosition = -1;
  private int announced;

  /** A watcher of one stream of a file. */
  TransportLeaps(Path file, PacketStream stream) {
    this.file = file;
    this.stream = stream;
  }

  /**
   * The next packet of the stream.
   *
   * @param pts when it is presented
   * @param position where in the file it begins, -1 where that is unknown
   */
  void packet(long pts, long position) {
    if (pts == Packet.NO_TIMESTAMP) {
      return;
    }
    double ahead = highest == Packet.NO_TIMESTAMP ? 0 : stream.seconds(pts - highest);
    if (ahead > LEAP_SECONDS && lastPosition >= 0 && position > lastPosition) {
      announced += isAnnounced(lastPosition, position) ? 1 : 0;
    }
    highest = Math.abs(ahead) > LEAP_SECONDS ? pts : Math.max(highest, pts);
    lastPosition = position;
  }

  /** Whether a leap was announced that was not asked for before; counts as asked for. */
  boolean take() {
    if (announced == 0) {
      return false;
    }
    announced--;
    return true;
  }

  /** Whether a packet of any stream has the indicator, after one position up to another. */
  private boolean isAnnounced(long from, long to) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      in.skipNBytes(from);
      in.mark(1 << 16);
      byte[] head = in.readNBytes(3 * LONGEST_PACKET);
      in.reset();
      for (int size : PACKET_SIZES) {
        int sync = sync(head, size);
        if (sync >= 0) {
          in.skipNBytes(sync + size);
          return isAnnounced(in, (to - from) / size, size);
        }
      }
      return false;
    } catch (IOException e) {
      return false; // whoever reads the file itself says so
    }
  }

  private static boolean isAnnounced(InputStream in, long packets, int size) throws IOException {
    for (long i = 0; i < packets; i++) {
      byte[] packet = in.readNBytes(size);
      if (packet.length < PACKET) {
        return false;
      }
      boolean adaptation = packet[0] == SYNC && (packet[3] & 0x20) != 0 && packet[4] != 0;
      if (adaptation && (packet[5] & 0x80) != 0) {
        return true;
      }
    }
    return false;
  }

  /** Where packets of a size begin; -1 where none do. */
  private static int sync(byte[] head, int size) {
    for (int at = 0; at < size && at + 2 * size < head.length; at++) {
      if (head[at] == SYNC && head[at + size] == SYNC && head[at + 2 * size] == SYNC) {
        return at;
      }
    }
    return -1;
  }
}
