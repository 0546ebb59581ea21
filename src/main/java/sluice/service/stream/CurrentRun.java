package sluice.service.stream;

import java.time.Duration;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import sluice.core.ErrorCode;
import sluice.core.Failures;
import sluice.core.SluiceException;
import sluice.core.SourceInfo;
import sluice.service.model.ModelHost;

/** The current run of a stream. For one thread. */
final class CurrentRun {
  /** How often the source is checked. */
  static final Duration WATCH = Duration.ofSeconds(1);

  private final int number;
  private final ActiveRun run;
  private final ModelLeases leases;
  private @Nullable SourceInfo source;
  private long activitySeen;

  private CurrentRun(int number, ActiveRun run) {
    this.number = number;
    this.run = run;
    this.leases = new ModelLeases(run);
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

  /** The leases of its models. */
  ModelLeases leases() {
    return leases;
  }

  /**
   * Notifies the host of the model whose device failed, if one did; other models are not at fault.
   */
  void report(ActiveRun.Outcome outcome) {
    String cause = outcome.failure().map(Failures::message).orElse("");
    outcome
        .failedSlot()
        .flatMap(leases::attached)
        .ifPresent(lease -> lease.host().tell(new ModelHost.Report(lease.generation(), cause)));
  }

  /** Abandons a run that does not end: its thread is left running, all else is released. */
  void abandon() {
    run.abort(
        new SluiceException(ErrorCode.INPUT, "the thread that reads the source does not return"));
  }

  /** What is known of a source that gave no frame for too long. */
  String silence(Duration limit) {
    return "no frame came for "
        + limit.toSeconds()
        + " s; "
        + run.silence().orElse("check the camera");
  }

  /** Whether the source gave a sign of life since the last check, or doesn't have to. */
  boolean isAlive() {
    long activity = run.activity();
    boolean alive = activity != activitySeen || run.mayBeSilent();
    activitySeen = activity;
    return alive;
  }
}
