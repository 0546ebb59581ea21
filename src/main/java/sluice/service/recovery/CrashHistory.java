package sluice.service.recovery;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * When the processes crashed that decoded one source: says how soon the source is opened again, and
 * when it is no use. For one thread at a time.
 */
public final class CrashHistory {
  /** So many crashes that the source is blamed for, within {@link #WINDOW}, hold it. */
  public static final int LIMIT = 5;

  /** How long a crash counts. */
  public static final Duration WINDOW = Duration.ofMinutes(10);

  private final LongSupplier nanoClock;

  /** When the source crashed its process, oldest first; never more than the limit. */
  private final Deque<Long> blamed = new ArrayDeque<>();

  /** When any crash was last; counts while there was one. */
  private long last;

  private boolean crashed;

  /** What is to be done after a crash. */
  public enum Verdict {
    /** The source is opened again at once. */
    AT_ONCE,
    /** It is opened again after the wait that is due. */
    AFTER_WAIT,
    /** It is not opened again until somebody asks for it. */
    HOLD
  }

  /**
   * No crash yet.
   *
   * @param nanoClock monotonic
   */
  public CrashHistory(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /**
   * A process has crashed.
   *
   * @param isBlamed whether what the source sent may well be the cause
   */
  public Verdict crashed(boolean isBlamed) {
    long now = nanoClock.getAsLong();
    boolean alone = !crashed || isOver(last, now);
    crashed = true;
    last = now;
    if (isBlamed) {
      while (!blamed.isEmpty() && isOver(blamed.getFirst(), now)) {
        blamed.removeFirst();
      }
      blamed.addLast(now);
      if (blamed.size() >= LIMIT) {
        clear(); // who asks for another try gets a fresh start
        return Verdict.HOLD;
      }
    }
    return alone ? Verdict.AT_ONCE : Verdict.AFTER_WAIT;
  }

  private static boolean isOver(long then, long now) {
    return now - then >= WINDOW.toNanos();
  }

  /** Crashes so far don't count any more. */
  public void clear() {
    blamed.clear();
    crashed = false;
  }

  /**
   * Why a source is held, and what to do.
   *
   * @param source as messages call it
   * @param last what the last crash said
   */
  public static String held(String source, String last) {
    return source
        + " crashed the decoder's process "
        + LIMIT
        + " times within "
        + WINDOW.toMinutes()
        + " minutes and is held; the last time: "
        + last
        + "; check the camera's firmware and codec, then restart the stream";
  }
}
