package sluice.video.decode;

import java.util.ArrayList;
import java.util.List;

/** Wants one picture at each interval, or the key frame near it, and notes which passed. */
public final class SpacedDemand implements PictureDemand {
  /** The times of pictures that passed. */
  public final List<Long> passed = new ArrayList<>();

  /** How often it was a place to wait. */
  public int rests;

  private final long interval;
  private long due;
  private long ahead;

  /** The time between two pictures, nanoseconds. */
  public SpacedDemand(long interval) {
    this.interval = interval;
  }

  /** A picture was given. */
  public void given(long nanos) {
    if (nanos >= due) {
      due = (nanos / interval + 1) * interval;
    }
  }

  @Override
  public long intervalNanos() {
    return interval;
  }

  @Override
  public void begin() {
    ahead = due;
  }

  @Override
  public boolean wants(long timestampNanos) {
    return admits(timestampNanos, 0);
  }

  @Override
  public boolean wantsNear(long timestampNanos, boolean key) {
    return key && admits(timestampNanos, interval / 2);
  }

  private boolean admits(long nanos, long early) {
    boolean wanted = nanos + early >= ahead;
    if (wanted) {
      ahead = ((nanos + early) / interval + 1) * interval;
    }
    return wanted;
  }

  @Override
  public void rest(long timestampNanos) {
    rests++;
  }

  @Override
  public long nextNanos() {
    return ahead;
  }

  @Override
  public void passed(long timestampNanos) {
    passed.add(timestampNanos);
  }
}
