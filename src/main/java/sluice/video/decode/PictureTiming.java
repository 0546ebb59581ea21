package sluice.video.decode;

import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;
import sluice.video.demux.Packet;

/**
 * Watches the timestamps of a source's packets: whether they are in order, how far apart its
 * pictures and its key frames are. One thread.
 */
final class PictureTiming {
  private static final long LONGEST_GAP = TimeUnit.SECONDS.toNanos(10);

  /** Pictures whose mean distance counts as that of the source. */
  private static final int WINDOW = 32;

  private final LongUnaryOperator nanos;
  private final boolean reordered;
  private final KeyIntervals keys = new KeyIntervals();
  private int inOrder;
  private long lastDts;
  private long greatestPts;

  /** Where the pictures are counted from whose mean distance is measured. */
  private long windowStart;

  private int windowPackets;
  private double step;

  /**
   * Before the first packet.
   *
   * @param nanos the time of the input's clock for a timestamp
   * @param reordered whether pictures may be shown in another order than they come in
   */
  PictureTiming(LongUnaryOperator nanos, boolean reordered) {
    this.nanos = nanos;
    this.reordered = reordered;
  }

  /**
   * Takes note of a packet's times; where they are out of order, measuring begins with it anew.
   *
   * @param shown the timestamp of a picture before which none may be shown any more
   * @return whether they are in order
   */
  boolean observe(Packet packet, PictureRole role, long shown) {
    long pts = packet.pts();
    long dts = packet.dts();
    boolean known = pts != Packet.NO_TIMESTAMP && dts != Packet.NO_TIMESTAMP;
    boolean regular =
        known && pts >= dts && pts > shown && (inOrder == 0 || isNextInOrder(pts, dts));
    if (!regular || inOrder == 0) {
      restart();
      step = 0;
      windowPackets = 0;
      windowStart = pts;
      greatestPts = pts;
    }
    inOrder = known ? inOrder + 1 : 0;
    lastDts = dts;
    greatestPts = Math.max(greatestPts, pts);
    measureStep();
    if (role == PictureRole.KEY && known) {
      keys.key(nanos(pts));
    }
    return regular;
  }

  private boolean isNextInOrder(long pts, long dts) {
    return dts > lastDts
        && Math.abs(nanos(pts) - nanos(greatestPts)) < LONGEST_GAP
        && (reordered || pts > greatestPts);
  }

  private void measureStep() {
    boolean isFirst = inOrder <= WINDOW;
    if (windowPackets > 0 && (isFirst || windowPackets == WINDOW)) {
      step = (double) (nanos(greatestPts) - nanos(windowStart)) / windowPackets;
    }
    if (windowPackets == WINDOW) {
      windowStart = greatestPts;
      windowPackets = 0;
    }
    windowPackets++;
  }

  /** Counts packets in order and distances of key frames from the next packet on. */
  void restart() {
    inOrder = 0;
    keys.clear();
  }

  /** Packets in order so far. */
  int inOrder() {
    return inOrder;
  }

  /** The mean distance of two pictures, nanoseconds; 0 where it isn't known. */
  double step() {
    return step;
  }

  /** The distances of key frames. */
  KeyIntervals keys() {
    return keys;
  }

  private long nanos(long pts) {
    return nanos.applyAsLong(pts);
  }
}
