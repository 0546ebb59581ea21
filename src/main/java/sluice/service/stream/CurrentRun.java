package sluice.service.stream;

import java.time.Duration;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import sluice.config.settings.RecoveryConfig;
import sluice.core.ErrorCode;
import sluice.core.Failures;
import sluice.core.SluiceException;
import sluice.core.SourceInfo;
import sluice.service.model.ModelHost;

/** The current run of a stream. For one thread. */
final class CurrentRun {
  /** How often the source is checked. */
  static final Duration WATCH = Duration.ofSeconds(1);

  /** How much longer than an inference may take a run may have reasons to be silent. */
  private static final Duration QUIET_LIMIT = Duration.ofMinutes(10);

  private final int number;
  private final ActiveRun run;
  private final ModelLeases leases;
  private @Nullable SourceInfo source;
  private long activitySeen;
  private Duration quiet = Duration.ZERO; // how long it has been silent with a reason

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

  /**
   * What is known of a source that gave no frame for too long.
   *
   * @param recovery says how long a source may be silent, and an inference take
   */
  String silence(RecoveryConfig recovery) {
    if (isQuietTooLong(recovery)) {
      return "nothing was read and no result came for "
          + quiet.toMinutes()
          + " min: its frames wait for the model or a sink that takes none, or its recording is"
          + " read no further";
    }
    return "no frame came for "
        + recovery.frameTimeout().toSeconds()
        + " s; "
        + run.silence().orElse("check the camera");
  }

  /**
   * Whether the source gave a sign of life since the last check, or has a reason to give none, for
   * a limited time. To be asked every {@link #WATCH}.
   *
   * @param state the stream's; where it waits for a model, that has limits of its own
   * @param recovery says how long an inference may take
   */
  boolean isAlive(StreamState state, RecoveryConfig recovery) {
    long activity = run.activity();
    boolean changed = activity != activitySeen;
    activitySeen = activity;
    if (changed || !run.mayBeSilent()) {
      quiet = Duration.ZERO;
      return changed;
    }
    quiet = state == StreamState.WAITING_FOR_MODEL ? Duration.ZERO : quiet.plus(WATCH);
    return !isQuietTooLong(recovery);
  }

  private boolean isQuietTooLong(RecoveryConfig recovery) {
    return quiet.compareTo(QUIET_LIMIT.plus(recovery.inferenceTimeout())) > 0;
  }
}
