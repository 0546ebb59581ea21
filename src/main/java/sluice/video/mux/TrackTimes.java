package sluice.video.mux;

import sluice.video.demux.Packet;

/**
 * The times of one track: from the input's unit to the track's, beginning at the run's zero, with
 * what is missing filled in and decoding times that grow. One thread.
 */
final class TrackTimes {
  private static final int LONGEST_SECONDS = 10;

  /**
   * A packet's times in the track's unit.
   *
   * @param pts when it is presented, not before {@code dts}
   * @param dts when it is decoded, later than the one before
   * @param duration how long it lasts, above 0
   */
  record Times(long pts, long dts, long duration) {}

  private final long numerator;
  private final long denominator;
  private final long scale;
  private final long zero;
  private final long usual;
  private final boolean contiguous;
  private long floor;
  private long last = -1;
  private boolean decodingKnown;
  private long step;
  private long end;

  /** The times of a track whose packets last as long as they say. */
  TrackTimes(long numerator, long denominator, long scale, long zero, long usual) {
    this(numerator, denominator, scale, zero, usual, false);
  }

  /**
   * The times of a track.
   *
   * @param numerator of the input's unit, in seconds
   * @param denominator of that unit
   * @param scale ticks of the track in a second
   * @param zero the run's zero in the input's unit
   * @param usual how long a packet lasts where nothing says so, in the track's unit
   * @param contiguous whether each packet begins where the last one ends, and lasts as long as the
   *     step from that one to it
   */
  TrackTimes(
      long numerator, long denominator, long scale, long zero, long usual, boolean contiguous) {
    this.contiguous = contiguous;
    this.numerator = numerator;
    this.denominator = denominator;
    this.scale = scale;
    this.zero = zero;
    this.usual = Math.max(1, usual);
  }

  /** A number times a fraction, to the nearest, without overflow of what comes between. */
  static long rescale(long value, long multiplier, long divisor) {
    return Math.floorDiv(value, divisor) * multiplier
        + (Math.floorMod(value, divisor) * multiplier + divisor / 2) / divisor;
  }

  /** Whether a packet of these times, in the input's unit, is over before the run begins. */
  boolean isBeforeZero(long pts, long dts) {
    long known = dts == Packet.NO_TIMESTAMP ? pts : dts;
    return known != Packet.NO_TIMESTAMP && known < zero;
  }

  /** The times of the next packet, whose own are in the input's unit and may be missing. */
  Times next(long pts, long dts, long duration) {
    decodingKnown |= dts != Packet.NO_TIMESTAMP;
    long due = dts == Packet.NO_TIMESTAMP ? decodedAt(pts) : relative(dts);
    long shown = pts == Packet.NO_TIMESTAMP ? due : relative(pts);
    if (contiguous) {
      return follow(due, shown);
    }
    long at = Math.max(due, floor);
    if (last >= 0 && at - last > 1) {
      step = at - last;
    }
    long lasts = lasting(duration);
    last = at;
    floor = at + 1;
    end = at + lasts;
    return new Times(Math.max(shown, at), at, lasts);
  }

  /**
   * How long a packet lasts is known with the next one only. So each lasts as long as the one
   * before it did: there is neither a gap nor an overlap, whatever the source says, and no drift.
   */
  private Times follow(long due, long shown) {
    long lasts = last < 0 ? usual : Math.clamp(due - last, 1, LONGEST_SECONDS * scale);
    Times times = new Times(end + Math.max(0, shown - due), end, lasts);
    last = Math.max(last, due);
    end += lasts;
    return times;
  }

  /**
   * A fragment ends after the packet that came last. Where the next one can't tell its begin, it
   * can't begin before that packet ends.
   */
  void fragmentEnds(boolean nextTellsBegin) {
    if (!nextTellsBegin && last >= 0) {
      floor = end;
    }
  }

  /**
   * When a packet is decoded that doesn't tell: after the last one. Where none tells, they come in
   * the order in which they are shown.
   */
  private long decodedAt(long pts) {
    if (pts == Packet.NO_TIMESTAMP) {
      return end;
    }
    return decodingKnown ? Math.min(relative(pts), end) : relative(pts);
  }

  private long relative(long ticks) {
    return rescale(ticks - zero, numerator * scale, denominator);
  }

  private long lasting(long duration) {
    long told = duration <= 0 ? 0 : rescale(duration, numerator * scale, denominator);
    if (told > 0 && told <= LONGEST_SECONDS * scale) {
      return told;
    }
    return step > 0 && step <= LONGEST_SECONDS * scale ? step : usual;
  }
}
