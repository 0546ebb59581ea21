package sluice.telemetry;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.service.query.Statuses;
import sluice.service.sink.SinkPort;

/**
 * Polls the status of streams, models and sinks once a second, for what is not pushed: states in
 * metrics and events, the steps of the history. A poll begins only when the one before is over.
 */
public final class StatusSampler {
  private static final Logger LOG = LoggerFactory.getLogger(StatusSampler.class);
  private static final Duration ROUND = Duration.ofSeconds(1);

  private final Statuses statuses;
  private final SinkPort sinks;
  private final Telemetry telemetry;
  private final InstantSource clock;
  private final AtomicBoolean asking = new AtomicBoolean();
  private final AtomicBoolean askingSinks = new AtomicBoolean();
  private long stepNanos = System.nanoTime();

  private StatusSampler(
      Statuses statuses, SinkPort sinks, Telemetry telemetry, InstantSource clock) {
    this.statuses = statuses;
    this.sinks = sinks;
    this.telemetry = telemetry;
    this.clock = clock;
  }

  /** Begins; ends when it is cancelled. */
  public static Cancellable start(
      ActorSystem<?> system,
      Statuses statuses,
      SinkPort sinks,
      Telemetry telemetry,
      InstantSource clock) {
    StatusSampler sampler = new StatusSampler(statuses, sinks, telemetry, clock);
    return system
        .scheduler()
        .scheduleWithFixedDelay(Duration.ZERO, ROUND, sampler::round, system.executionContext());
  }

  private void round() {
    roundOfStreams();
    roundOfSinks();
  }

  /** By itself: a sink that hangs holds up no numbers of streams. */
  private void roundOfSinks() {
    if (!askingSinks.compareAndSet(false, true)) {
      return;
    }
    sinks
        .all()
        .thenAccept(telemetry::sinks)
        .whenComplete(
            (done, failure) -> {
              askingSinks.set(false);
              if (failure != null) {
                LOG.debug("No status of sinks this second", failure);
              }
            });
  }

  private void roundOfStreams() {
    if (!asking.compareAndSet(false, true)) {
      return;
    }
    long now = System.nanoTime();
    if (now - stepNanos >= History.STEP.toNanos()) {
      telemetry.endStep(clock.instant(), now - stepNanos);
      stepNanos = now;
    }
    statuses
        .streams()
        .thenCombine(
            statuses.models(),
            (streams, models) -> {
              telemetry.streams(streams);
              telemetry.models(models);
              return true;
            })
        .whenComplete(
            (done, failure) -> {
              asking.set(false);
              if (failure != null) {
                LOG.debug("No status this second", failure);
              }
            });
  }
}
