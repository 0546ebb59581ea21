package sluice.video.decode;

import java.io.ByteArrayOutputStream;

/** Changes to packets of MPEG-TS, as cutters and recorders make them. */
final class TransportPackets {
  private static final int PACKET = 188;
  private static final int VIDEO = 0x100;
  private static final int WITH_TIME_CODE = 4;

  private TransportPackets() {}

  /** Sets the discontinuity indicator of the packet with which a picture of the video begins. */
  static byte[] announcedAt(byte[] transport, int picture) {
    int begun = -1;
    for (int at = 0; at < transport.length; at += PACKET) {
      int pid = (transport[at + 1] & 0x1F) << 8 | transport[at + 2] & 0xFF;
      boolean begins = (transport[at + 1] & 0x40) != 0;
      if (pid == VIDEO && begins && ++begun == picture) {
        if ((transport[at + 3] & 0x20) == 0) {
          throw new IllegalStateException("no adaptation field");
        }
        transport[at + 5] |= (byte) 0x80;
        return transport;
      }
    }
    throw new IllegalStateException("no picture " + picture);
  }

  /** The same packets with a time code of 4 bytes before each, or check bytes of 16 after it. */
  static byte[] withSpare(byte[] transport, int bytes) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int at = 0; at < transport.length; at += PACKET) {
      if (bytes == WITH_TIME_CODE) {
        all.writeBytes(new byte[bytes]);
      }
      all.write(transport, at, PACKET);
      if (bytes > WITH_TIME_CODE) {
        all.writeBytes(new byte[bytes]);
      }
    }
    return all.toByteArray();
  }
}
