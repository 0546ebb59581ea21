package sluice.video.proxy;

import java.io.IOException;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * Puts packets of RTP (RFC 3550) that came as datagrams into their order, and counts those that
 * don't come. A packet that is missing is waited for a moment. One thread.
 */
final class PacketSequence {
  /** How long a missing packet is waited for once a later one is there. */
  static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** Most packets that wait for a missing one. */
  static final int MOST_WAITING = 256;

  /** A greater distance is a sender that began anew (RFC 3550, A.1: MAX_DROPOUT). */
  private static final int GREATEST_GAP = 3000;

  private static final int SEQUENCE_AT = 2;

  private final Target inOrder;
  private final LongConsumer lost;

  /** Packets that came too early, by number; numbers go on where those of RTP begin anew. */
  private final TreeMap<Long, byte[]> waiting = new TreeMap<>();

  /** The number of the packet that is due; below 0 before the first one. */
  private long next = -1;

  private long sinceNanos;

  /** Where packets go in their order. */
  @FunctionalInterface
  interface Target {
    /** The next packet. */
    void packet(byte[] packet) throws IOException;
  }

  /**
   * A sequence before its first packet, which may have any number.
   *
   * @param lost hears how many packets in a row are given up
   */
  PacketSequence(Target inOrder, LongConsumer lost) {
    this.inOrder = inOrder;
    this.lost = lost;
  }

  /** A packet came, of at least a header's length. */
  void add(byte[] packet, long nowNanos) throws IOException {
    int number = ((packet[SEQUENCE_AT] & 0xFF) << 8) | (packet[SEQUENCE_AT + 1] & 0xFF);
    if (next < 0) {
      next = number;
    }
    long ahead = (short) (number - next);
    if (Math.abs(ahead) > GREATEST_GAP) {
      giveUpAll();
      next = number;
      ahead = 0;
    }
    if (ahead < 0) {
      return; // it was given up, or came twice
    }
    if (waiting.isEmpty()) {
      sinceNanos = nowNanos;
    }
    waiting.put(next + ahead, packet);
    deliver(nowNanos);
    expire(nowNanos);
  }

  /** Gives up what was waited for long enough. */
  void expire(long nowNanos) throws IOException {
    while (!waiting.isEmpty()
        && (waiting.size() > MOST_WAITING || nowNanos - sinceNanos > PATIENCE_NANOS)) {
      giveUp();
      deliver(nowNanos);
    }
  }

  /** Whether a packet is waited for. */
  boolean isWaiting() {
    return !waiting.isEmpty();
  }

  private void giveUp() {
    long first = waiting.firstKey();
    lost.accept(first - next);
    next = first;
  }

  private void giveUpAll() throws IOException {
    while (!waiting.isEmpty()) {
      giveUp();
      deliver(sinceNanos);
    }
  }

  private void deliver(long nowNanos) throws IOException {
    byte[] packet;
    while ((packet = waiting.remove(next)) != null) {
      next++;
      sinceNanos = nowNanos;
      inOrder.packet(packet);
    }
  }
}
