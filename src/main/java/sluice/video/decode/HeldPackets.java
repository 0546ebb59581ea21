package sluice.video.decode;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;

/**
 * The packets that wait until a wanted picture needs them, in the order in which they are decoded:
 * {@value #MOST_PACKETS} packets, {@value #MOST_BYTES} bytes and a few seconds at most, beyond
 * which {@link #areTooMany} says that some have to go. Owns the packets until they are taken out.
 * One thread.
 */
final class HeldPackets implements AutoCloseable {
  private static final int MOST_PACKETS = 64;
  private static final long MOST_BYTES = 1 << 20;
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(3);

  private final LongUnaryOperator nanos;
  private final Deque<PlannedPicture> held = new ArrayDeque<>();
  private long bytes;

  /**
   * None yet.
   *
   * @param nanos the time of the input's clock for a timestamp
   */
  HeldPackets(LongUnaryOperator nanos) {
    this.nanos = nanos;
  }

  /** Takes a picture over, with its packet. */
  void add(PlannedPicture picture) {
    picture.hold();
    held.add(picture);
    bytes += picture.bytes;
  }

  boolean isEmpty() {
    return held.isEmpty();
  }

  /**
   * The one that is decoded first.
   *
   * @throws java.util.NoSuchElementException when there is none
   */
  PlannedPicture first() {
    return held.getFirst();
  }

  /**
   * Gives the one that is decoded first to the caller.
   *
   * @throws java.util.NoSuchElementException when there is none
   */
  PlannedPicture removeFirst() {
    PlannedPicture first = held.removeFirst();
    bytes -= first.bytes;
    return first;
  }

  /** Whether one of them is of an unknown role, so that it must be decoded. */
  boolean haveUnknown() {
    return held.stream().anyMatch(picture -> picture.role == PictureRole.UNKNOWN);
  }

  /** Whether more are held than may be; false where there are none. */
  boolean areTooMany() {
    return !held.isEmpty()
        && (held.size() > MOST_PACKETS
            || bytes > MOST_BYTES
            || nanos(held.getLast()) - nanos(held.getFirst()) > LONGEST_NANOS);
  }

  private long nanos(PlannedPicture picture) {
    return nanos.applyAsLong(picture.pts);
  }

  /** Gives all up. */
  @Override
  public void close() {
    held.forEach(PlannedPicture::drop);
    held.clear();
    bytes = 0;
  }
}
