package sluice.service.stream;

import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import sluice.core.ErrorCode;
import sluice.core.Failures;
import sluice.core.SluiceException;
import sluice.core.SourceInfo;
import sluice.service.model.ModelHost;
import sluice.service.model.ModelLease;

/** The current run of a stream. For one thread. */
final class CurrentRun {
  private final int number;
  private final ActiveRun run;
  private @Nullable SourceInfo source;
  private @Nullable ModelLease lease;
  private @Nullable StreamSpec spec;
  private long activitySeen;

  private CurrentRun(int number, ActiveRun run) {
    this.number = number;
    this.run = run;
  }

  /** A run whose opening and end are reported to its stream. */
  static CurrentRun of(int number, ActiveRun run, ActorRef<StreamCommand> stream) {
    run.opened().thenAccept(info -> stream.tell(new StreamCommand.SourceOpened(number, info)));
    run.ended().thenAccept(outcome -> stream.tell(new StreamCommand.RunEnded(number, outcome)));
    return new CurrentRun(number, run);
  }

  /** Distinguishes messages about this run from those about earlier ones. */
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

  /** Notifies the model's host of a failure of its device. */
  void report(SluiceException failure) {
    ModelLease mine = lease;
    if (mine != null && failure.code() == ErrorCode.DEVICE) {
      mine.host().tell(new ModelHost.Report(mine.generation(), Failures.message(failure)));
    }
  }

  /** Abandons a run that does not end: its thread is left running, all else is released. */
  void abandon() {
    run.abort(
        new SluiceException(ErrorCode.INPUT, "the thread that reads the source does not return"));
  }

  /** The lease is given back by the run's end, or by the next one. */
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
