package sluice.service;

import org.jspecify.annotations.Nullable;
import sluice.core.SourceInfo;

/** The run that a stream has now. For one thread. */
final class RunSlot {
  private final int number;
  private final ActiveRun run;
  private @Nullable SourceInfo source;
  private @Nullable ModelLease lease;
  private @Nullable StreamSpec spec;
  private long activitySeen;

  RunSlot(int number, ActiveRun run) {
    this.number = number;
    this.run = run;
  }

  /** Tells messages about this run from those about earlier ones. */
  int number() {
    return number;
  }

  ActiveRun run() {
    return run;
  }

  /** Null until the source is open. */
  @Nullable SourceInfo source() {
    return source;
  }

  void opened(SourceInfo info) {
    source = info;
  }

  /** What it works with now; the run's end, or the next one, gives it back. */
  @Nullable ModelLease lease() {
    return lease;
  }

  void works(ModelLease with, StreamSpec as) {
    lease = with;
    spec = as;
  }

  /** Whether a lease is of what it works with already, and as the stream is set now. */
  boolean worksWith(ModelLease other, StreamSpec as) {
    ModelLease mine = lease;
    return mine != null
        && mine.host().equals(other.host())
        && mine.generation() == other.generation()
        && as.equals(spec);
  }

  /** Whether the source gave a sign of life since the last look, or doesn't have to. */
  boolean isAlive() {
    long activity = run.activity();
    boolean alive = activity != activitySeen || run.mayBeSilent();
    activitySeen = activity;
    return alive;
  }
}
