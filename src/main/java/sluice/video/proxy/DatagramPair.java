package sluice.video.proxy;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongConsumer;

/**
 * The two ports of one stream of RTP over UDP: an even one for its packets and the next for those
 * of its control protocol (RFC 3550, section 11). Takes packets from the server's address only and
 * sends to it only. Thread-safe.
 */
final class DatagramPair implements AutoCloseable {
  /** The lowest port that is bound, even. */
  static final int LOWEST_PORT = 50_000;

  /** The highest port that is bound, odd. */
  static final int HIGHEST_PORT = 59_999;

  private static final int ATTEMPTS = 200;
  private static final int LONGEST_DATAGRAM = 65_535;
  private static final int LEAST_RTP = 12;
  private static final int RECEIVE_BUFFER = 4 << 20;
  private static final int TICK_MILLIS = 50;
  private static final byte RTP_VERSION = (byte) 0x80;
  private static final byte RECEIVER_REPORT = (byte) 201;

  private final DatagramSocket media;
  private final DatagramSocket control;
  private final InetAddress server;
  private final LongConsumer lost;
  private volatile int controlPort;

  private DatagramPair(
      DatagramSocket media, DatagramSocket control, InetAddress server, LongConsumer lost) {
    this.media = media;
    this.control = control;
    this.server = server;
    this.lost = lost;
  }

  /**
   * Binds a free pair of ports.
   *
   * @param local address of this machine that the server sends to
   * @param server where packets may come from
   * @param lost hears how many packets in a row were lost
   * @throws IOException when no pair is free
   */
  static DatagramPair open(InetAddress local, InetAddress server, LongConsumer lost)
      throws IOException {
    IOException last = new BindException("no UDP port is free");
    for (int i = 0; i < ATTEMPTS; i++) {
      int pairs = (HIGHEST_PORT + 1 - LOWEST_PORT) / 2;
      int port = LOWEST_PORT + 2 * ThreadLocalRandom.current().nextInt(pairs);
      try {
        DatagramSocket media = new DatagramSocket(new InetSocketAddress(local, port));
        try {
          media.setReceiveBufferSize(RECEIVE_BUFFER);
          media.setSoTimeout(TICK_MILLIS);
          return new DatagramPair(
              media, new DatagramSocket(new InetSocketAddress(local, port + 1)), server, lost);
        } catch (IOException e) {
          media.close();
          throw e;
        }
      } catch (BindException e) {
        last = e;
      }
    }
    throw last;
  }

  /** The even port. */
  int port() {
    return media.getLocalPort();
  }

  /** Where packets go that came over the network. */
  @FunctionalInterface
  interface Target {
    /** A packet, for a channel of the connection. */
    void packet(int channel, byte[] packet) throws IOException;
  }

  /**
   * Begins to receive; to be called once.
   *
   * @param mediaPort of the server
   * @param serverControlPort of the server, for the control protocol
   * @param channel that media goes to; control packets go to the next one
   */
  void start(int mediaPort, int serverControlPort, int channel, Target target) throws IOException {
    controlPort = serverControlPort;
    // Opens the way for answers through firewalls and address translation on this side.
    send(media, new byte[] {RTP_VERSION, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, mediaPort);
    send(control, new byte[] {RTP_VERSION, RECEIVER_REPORT, 0, 1, 0, 0, 0, 0}, controlPort);
    Thread.ofVirtual().name("sluice-udp").start(() -> receiveMedia(channel, target));
    Thread.ofVirtual().name("sluice-udp-control").start(() -> receiveControl(channel + 1, target));
  }

  /** Sends a packet of the control protocol; one that can't be sent is lost, as others are. */
  void sendControl(byte[] packet) {
    try {
      send(control, packet, controlPort);
    } catch (IOException e) {
      // The network has no way to the server at the moment.
    }
  }

  private void send(DatagramSocket socket, byte[] packet, int port) throws IOException {
    if (port > 0) {
      socket.send(new DatagramPacket(packet, packet.length, server, port));
    }
  }

  private void receiveMedia(int channel, Target target) {
    PacketSequence sequence = new PacketSequence(packet -> target.packet(channel, packet), lost);
    try {
      while (true) {
        byte[] packet = receive(media);
        long now = System.nanoTime();
        if (packet.length >= LEAST_RTP) {
          sequence.add(packet, now);
        } else {
          sequence.expire(now);
        }
      }
    } catch (IOException e) {
      // Closed, or FFmpeg has gone.
    }
  }

  private void receiveControl(int channel, Target target) {
    try {
      while (true) {
        byte[] packet = receive(control);
        if (packet.length > 0) {
          target.packet(channel, packet);
        }
      }
    } catch (IOException e) {
      // Closed, or FFmpeg has gone.
    }
  }

  /** The next packet of the server; empty where none came for a moment, or another's. */
  private byte[] receive(DatagramSocket socket) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[LONGEST_DATAGRAM], LONGEST_DATAGRAM);
    try {
      socket.receive(packet);
    } catch (SocketTimeoutException e) {
      return new byte[0];
    }
    return packet.getAddress().equals(server)
        ? Arrays.copyOf(packet.getData(), packet.getLength())
        : new byte[0];
  }

  @Override
  public void close() {
    media.close();
    control.close();
  }
}
