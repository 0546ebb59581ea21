package sluice.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Mutator of packet streams: the packets, their order, and their framing in the connection. */
final class RtpDamage {
  private static final int HEADER = 12;

  /** What stands between packets of a connection that carries both. */
  private static final List<String> BETWEEN =
      List.of(
          "RTSP/1.0 200 OK\r\nCSeq: 99\r\n\r\n",
          "RTSP/1.0 454 Session Not Found\r\n\r\n",
          "OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n",
          "ANNOUNCE rtsp://127.0.0.1/ RTSP/1.0\r\nCSeq: 2\r\nContent-Length: 70000\r\n\r\n",
          "ANNOUNCE * RTSP/1.0\r\nx-notice: 2101 end\r\n\r\n",
          "RTSP/1.0 200 OK\r\nContent-Length: 20\r\n\r\nshort",
          "$",
          "$$$$",
          "\r\n",
          "R");

  /** How payloads of the several encodings begin: aggregates, fragments, extensions. */
  private static final int[] FIRST = {
    0x18, 0x19, 0x1A, 0x1B, 0x1C, 0x1D, 0x78, 0x7C, 0x5C, 0x60, 0x61, 0x62, 0x63, 0x64, 0x80, 0x90,
    0xC0, 0x10, 0x20, 0x30, 0x40, 0x50, 0x08, 0xA0, 0xE0, 0xF0, 0x0A, 0x12, 0x32, 0, 0xFF, 0x47
  };

  private final Random random;
  private final Damage damage;
  private final List<RtpSeed> seeds;

  RtpDamage(Random random, List<RtpSeed> seeds) {
    this.random = random;
    this.damage = new Damage(random);
    this.seeds = seeds;
  }

  /** Other packets: up to so many changes. */
  List<byte[]> packets(List<byte[]> sound, int most) {
    List<byte[]> packets = new ArrayList<>();
    sound.forEach(packet -> packets.add(packet.clone()));
    for (int changes = random.nextInt(most + 1); changes > 0 && !packets.isEmpty(); changes--) {
      int place = damage.onceIn(2) ? damage.small(packets.size()) : random.nextInt(packets.size());
      switch (random.nextInt(12)) {
        case 0 -> packets.add(place, packets.get(place).clone());
        case 1 -> packets.remove(place);
        case 2 -> Collections.swap(packets, place, random.nextInt(packets.size()));
        case 3 -> packets.add(place, control());
        case 4, 5 -> packets.set(place, header(packets.get(place)));
        case 6 -> packets.set(place, withPayload(packets.get(place), otherPayload()));
        case 7, 8 -> packets.set(place, withPayload(packets.get(place), madeUp()));
        default ->
            packets.set(
                place, withPayload(packets.get(place), damage.bytes(payload(packets.get(place)))));
      }
    }
    return packets;
  }

  /** How packets go over the connection, RFC 2326 section 10.12; damaged once in a few times. */
  byte[] interleaved(List<byte[]> packets) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    boolean damaged = damage.onceIn(3);
    for (byte[] packet : packets) {
      int channel =
          packet.length > 1 && (packet[1] & 0xFF) >= 192 && (packet[1] & 0xFF) <= 223 ? 1 : 0;
      int length = packet.length;
      if (damaged && damage.onceIn(6)) {
        switch (random.nextInt(4)) {
          case 0 -> channel = random.nextInt(256);
          case 1 -> length = random.nextInt(0x10000);
          case 2 -> length = Math.max(0, length + random.nextInt(9) - 4);
          default -> all.writeBytes(Damage.latin(damage.one(BETWEEN)));
        }
      }
      all.writeBytes(new byte[] {'$', (byte) channel, (byte) (length >> 8), (byte) length});
      all.writeBytes(packet);
    }
    return damaged && damage.onceIn(3) ? damage.bytes(all.toByteArray()) : all.toByteArray();
  }

  private byte[] header(byte[] packet) {
    if (packet.length < HEADER) {
      return packet;
    }
    ByteBuffer rtp = ByteBuffer.wrap(packet);
    switch (random.nextInt(8)) {
      case 0 -> rtp.put(0, (byte) random.nextInt(256));
      case 1 -> rtp.put(1, (byte) (packet[1] ^ 0x80));
      case 2 -> rtp.put(1, (byte) random.nextInt(256));
      case 3 -> rtp.putShort(2, (short) random.nextInt());
      case 4 -> rtp.putInt(4, random.nextInt());
      case 5 -> rtp.putInt(8, random.nextInt());
      case 6 -> {
        packet[0] |= 0x20; // padding, of a length that its last byte tells
        packet[packet.length - 1] = (byte) random.nextInt(256);
      }
      default -> {
        packet[0] |= 0x10; // an extension of so many words
        byte[] extension = {
          (byte) 0xBE, (byte) 0xDE, (byte) damage.small(256), (byte) damage.small(256)
        };
        return Damage.splice(packet, HEADER, extension, 0);
      }
    }
    return damage.onceIn(6) ? java.util.Arrays.copyOf(packet, random.nextInt(HEADER + 2)) : packet;
  }

  private byte[] control() {
    byte[] packet = damage.noise(4 + damage.small(60));
    packet[0] = (byte) (0x80 | random.nextInt(32));
    packet[1] = (byte) (200 + random.nextInt(8));
    packet[2] = 0;
    packet[3] = (byte) (damage.onceIn(2) ? packet.length / 4 - 1 : random.nextInt(256));
    return packet;
  }

  private byte[] otherPayload() {
    List<byte[]> packets = damage.one(seeds).packets();
    return payload(damage.one(packets));
  }

  private byte[] madeUp() {
    byte[] payload = damage.noise(1 + damage.small(200));
    for (int i = 0; i < Math.min(payload.length, 1 + random.nextInt(6)); i++) {
      payload[i] = (byte) FIRST[random.nextInt(FIRST.length)];
    }
    return payload;
  }

  private static byte[] payload(byte[] packet) {
    return packet.length <= HEADER
        ? new byte[0]
        : java.util.Arrays.copyOfRange(packet, HEADER, packet.length);
  }

  private static byte[] withPayload(byte[] packet, byte[] payload) {
    return Damage.splice(java.util.Arrays.copyOf(packet, HEADER), HEADER, payload, 0);
  }
}
