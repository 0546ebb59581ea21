package sluice.video.decode;

import java.util.concurrent.TimeUnit;

/**
 * The break in a source's chain of references: packets were given up that the next ones need, so
 * that nothing can be decoded before a key frame. Knows when that one doesn't come. One thread.
 */
final class ChainBreak {
  /** A key frame that is needed may come this late. */
  private static final long LATEST_KEY = TimeUnit.SECONDS.toNanos(10);

  /** Packets that may be useless where times may mean nothing. */
  private static final int MOST_PACKETS = 250;

  private boolean broken;
  private int packets;
  private long since;

  /** Whether nothing can be decoded for now. */
  boolean isBroken() {
    return broken;
  }

  /**
   * A packet was given up; does nothing where one was before.
   *
   * @param lastKey when the last key frame was shown, nanoseconds of the input's clock
   */
  void begin(long lastKey) {
    if (!broken) {
      broken = true;
      packets = 0;
      since = lastKey;
    }
  }

  /** What comes can be decoded, or is to be whatever it looks like. */
  void end() {
    broken = false;
  }

  /** One more packet was useless: whether that is one too many to wait on, whatever its time. */
  boolean isOneTooMany() {
    return ++packets > MOST_PACKETS;
  }

  /**
   * Whether the key frame that is needed comes too late.
   *
   * @param now nanoseconds of the input's clock
   * @param keyInterval nanoseconds within which key frames are expected
   */
  boolean isOverdue(long now, long keyInterval) {
    return now - since > keyInterval + LATEST_KEY;
  }
}
