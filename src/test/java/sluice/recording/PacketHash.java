package sluice.recording;

import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import sluice.video.demux.Packet;

/**
 * Hashes of packets of H.264 over their units alone, so that they are the same as a stream and in a
 * file, which tell units apart in two ways.
 */
final class PacketHash {
  private PacketHash() {}

  /** Of a packet as a camera sends it, units after start codes. */
  static String ofStream(Packet packet) {
    byte[] data = packet.data().toArray(ValueLayout.JAVA_BYTE);
    MessageDigest digest = md5();
    int begin = -1;
    for (int i = 0; i + 2 < data.length; i++) {
      if (data[i] == 0 && data[i + 1] == 0 && data[i + 2] == 1) {
        unit(digest, data, begin, i);
        begin = i + 3;
      }
    }
    unit(digest, data, begin, data.length);
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void unit(MessageDigest digest, byte[] data, int begin, int end) {
    int last = end;
    while (begin >= 0 && last > begin && data[last - 1] == 0) {
      last--;
    }
    if (begin >= 0) {
      digest.update(data, begin, last - begin);
    }
  }

  /** Of a packet of an MP4 file, units after their lengths. */
  static String ofFile(Packet packet) {
    ByteBuffer data = ByteBuffer.wrap(packet.data().toArray(ValueLayout.JAVA_BYTE));
    MessageDigest digest = md5();
    while (data.hasRemaining()) {
      int length = data.getInt();
      digest.update(data.array(), data.position(), length);
      data.position(data.position() + length);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
