package sluice.stage.sink.mqtt;

import java.io.DataInputStream;
import java.io.IOException;

/** Reader of packets of MQTT, for brokers of tests that answer what no real one would. */
final class RawPacket {
  private RawPacket() {}

  /** The first byte of the next packet, and what follows its length. */
  static byte[] read(DataInputStream in) throws IOException {
    int type = in.readUnsignedByte();
    int length = 0;
    int shift = 0;
    int part;
    do {
      part = in.readUnsignedByte();
      length |= (part & 0x7f) << shift;
      shift += 7;
    } while (part >= 0x80);
    byte[] packet = new byte[length + 1];
    packet[0] = (byte) type;
    in.readFully(packet, 1, length);
    return packet;
  }
}
