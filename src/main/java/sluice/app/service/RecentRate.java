package sluice.app.service;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** How fast a counter grew over the last minute in which it was looked at. For one thread. */
final class RecentRate {
  private static final long WINDOW = Duration.ofMinutes(1).toNanos();
  private static final long STEP = Duration.ofSeconds(5).toNanos();
  private static final double SECOND = Duration.ofSeconds(1).toNanos();

  private final Deque<Look> looks = new ArrayDeque<>();

  private record Look(long nanos, long count) {}

  /**
   * Takes over the counter, and says how much it grew a second; 0 at the first look, and where it
   * began anew.
   *
   * @param now as {@link System#nanoTime}
   */
  double after(long count, long now) {
    if (!looks.isEmpty() && count < looks.getLast().count()) {
      looks.clear();
    }
    while (looks.size() > 1 && now - looks.getFirst().nanos() > WINDOW) {
      looks.removeFirst();
    }
    Look first = looks.peekFirst();
    Look last = looks.peekLast();
    if (last == null || now - last.nanos() >= STEP) {
      looks.addLast(new Look(now, count));
    }
    long since = first == null ? 0 : now - first.nanos();
    return since == 0 ? 0 : (count - first.count()) / (since / SECOND);
  }
}
