package sluice.stage.analytics;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sluice.core.Direction;
import sluice.core.Point;
import sluice.core.scene.LineSettings;

/**
 * Watches one line. An object crosses it when its path cuts the line and it is then seen on the
 * other side, beyond the margin, for as long as the settings ask. A path that cuts it an even
 * number of times, or goes round its end, changes the side only. For one thread.
 */
final class LineMonitor {
  private static final double ROUNDING = 1e-9;

  private final LineSettings settings;
  private final Map<Long, Walk> walks = new HashMap<>();

  LineMonitor(LineSettings settings) {
    this.settings = settings;
  }

  LineSettings settings() {
    return settings;
  }

  /**
   * An object was seen.
   *
   * @param aspect the picture's width by its height
   */
  void seen(
      Long object, String label, long time, Point at, double aspect, List<MonitorEvent> events) {
    if (!settings.labels().isEmpty() && !settings.labels().contains(label)) {
      return;
    }
    Walk walk = walks.get(object);
    if (walk == null) { // not by a lambda, which would be made for each point
      walk = new Walk();
      walks.put(object, walk);
    }
    Direction crossed = walk.step(time, at, aspect);
    if (crossed != null && settings.directions().contains(crossed)) {
      events.add(new MonitorEvent.LineCrossed(object, settings.name(), crossed, walk.cutTime));
    }
  }

  /** An object won't come again. */
  void ended(Long object) {
    walks.remove(object);
  }

  /**
   * The next time at which a crossing is to be told although nobody moves.
   *
   * @param after only what is due later than this
   * @return media time in nanoseconds; {@link Long#MAX_VALUE} for none
   */
  long due(long after) {
    long due = Long.MAX_VALUE;
    for (Walk walk : walks.values()) {
      long own = walk.due();
      due = own > after ? Math.min(due, own) : due;
    }
    return due;
  }

  /** The way of one object, seen from the line's first point, in heights of the picture. */
  private final class Walk {
    private @Nullable Direction side;
    private @Nullable Direction candidate;
    private long candidateSince;
    private int candidateSeen;
    private boolean isCut;
    private long cutTime;
    private boolean hasLast;
    private long lastTime;
    private double lastX;
    private double lastY;

    /** The direction in which the line is crossed with this point; null for none. */
    @Nullable Direction step(long time, Point at, double aspect) {
      double x = ((double) at.x() - settings.from().x()) * aspect;
      double y = (double) at.y() - settings.from().y();
      double alongX = ((double) settings.to().x() - settings.from().x()) * aspect;
      double alongY = (double) settings.to().y() - settings.from().y();
      if (hasLast) {
        follow(time, x, y, alongX, alongY);
      }
      hasLast = true;
      lastTime = time;
      lastX = x;
      lastY = y;
      return judge(time, side(x, y, alongX, alongY));
    }

    /** Notes whether the step from the last point to this one cuts the line, ends included. */
    private void follow(long time, double x, double y, double alongX, double alongY) {
      double before = alongX * lastY - alongY * lastX;
      double now = alongX * y - alongY * x;
      // A point on the line counts to one side, so that steps to it and from it aren't two cuts.
      if ((before > 0) == (now > 0)) {
        return;
      }
      double part = before / (before - now);
      double cutX = lastX + part * (x - lastX);
      double cutY = lastY + part * (y - lastY);
      double along = (cutX * alongX + cutY * alongY) / (alongX * alongX + alongY * alongY);
      if (along >= -ROUNDING && along <= 1 + ROUNDING) {
        isCut = !isCut;
        cutTime = lastTime + Math.round(part * (time - lastTime));
      }
    }

    /** The side of a point; null where it is within the margin, or in line with the line. */
    private @Nullable Direction side(double x, double y, double alongX, double alongY) {
      double square = alongX * alongX + alongY * alongY;
      double nearest = Math.clamp((x * alongX + y * alongY) / square, 0, 1);
      double distance = Math.hypot(x - nearest * alongX, y - nearest * alongY);
      // Positive to the right of the arrow as it is seen, for y goes down.
      double across = alongX * y - alongY * x;
      if (distance < settings.margin() || across == 0) {
        return null;
      }
      return across > 0 ? Direction.OUT : Direction.IN;
    }

    private @Nullable Direction judge(long time, @Nullable Direction now) {
      if (now == null) {
        candidate = null;
        return null;
      }
      if (side == null || now == side) {
        side = now;
        candidate = null;
        isCut = false;
        return null;
      }
      if (candidate != now) {
        candidate = now;
        candidateSince = time;
        candidateSeen = 0;
      }
      candidateSeen++;
      return isHeld(time) ? change(now) : null;
    }

    long due() {
      return candidate == null ? Long.MAX_VALUE : candidateSince + settings.confirm().toNanos();
    }

    private boolean isHeld(long time) {
      long confirm = settings.confirm().toNanos();
      return confirm == 0 || (time - candidateSince >= confirm && candidateSeen >= 2);
    }

    private @Nullable Direction change(Direction now) {
      boolean crossed = isCut;
      side = now;
      candidate = null;
      isCut = false;
      return crossed ? now : null;
    }
  }
}
