package sluice.service.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;
import sluice.config.binding.ReloadEffect;
import sluice.config.settings.RecoveryConfig;
import sluice.core.DecoderCrashException;
import sluice.core.Failures;
import sluice.core.SourceInfo;
import sluice.core.util.Backoff;
import sluice.service.model.ModelEvent;
import sluice.service.model.ModelLease;
import sluice.service.model.ModelSlot;
import sluice.service.recovery.CrashHistory;
import sluice.service.recovery.RestartCause;
import sluice.service.recovery.Supervision;

/**
 * Actor that supervises one stream: opens its source, leases its models, watches for stalls, and
 * restarts it with backoff. It owns the retrying and the sinks; a run of the stream ends with its
 * source.
 *
 * <p>Every change goes through the end of a run: a request for something else sets what comes
 * {@link AfterRun}, the run is stopped in order, and when it has ended that begins. A run that
 * doesn't end within {@link StuckRuns#GRACE} has a thread that is stuck in native code: it is
 * abandoned and counted; so are sinks that aren't finished within {@link OpenOutputs#GRACE}.
 */
final class StreamHost extends AbstractBehavior<StreamCommand> implements Supervision.Recoverable {
  private static final String SOURCE_OPEN = "the source is open";
  private static final String CHANGED = "its settings were changed";

  private final StreamContext environment;
  private final TimerScheduler<StreamCommand> timers;
  private final ModelSubscriptions subscriptions;
  private final StatusTracker tracker;
  private final OpenOutputs outputs;
  private final Backoff backoff;
  private final CrashHistory crashes;
  private final StuckRuns stuck;
  private final List<ActorRef<Done>> waitingForEnd = new ArrayList<>();
  private final boolean paused;
  private final String firstCause;
  private StreamSpec spec;
  private int runs;
  private @Nullable CurrentRun currentRun;
  private boolean removalTold;
  private boolean ended;
  private @Nullable AfterRun next;

  private StreamHost(
      ActorContext<StreamCommand> context,
      TimerScheduler<StreamCommand> timers,
      StreamSpec spec,
      boolean paused,
      String firstCause,
      StreamContext environment) {
    super(context);
    this.timers = timers;
    this.spec = spec;
    this.environment = environment;
    this.subscriptions =
        new ModelSubscriptions(
            environment.registry(),
            context.messageAdapter(ModelEvent.class, StreamCommand.OfModel::new));
    this.tracker = StatusTracker.ofService(spec.id(), environment.ports().clock());
    this.stuck = new StuckRuns(spec.id(), tracker, environment.manager());
    this.outputs =
        new OpenOutputs(
            spec.id(), environment.ports().outputs(), tracker, timers, context.getSelf());
    tracker.tell(outputs::entered);
    this.backoff =
        new Backoff(
            environment.recovery().minBackoff(),
            environment.recovery().maxBackoff(),
            environment.recovery().jitter(),
            environment.ports().random());
    this.crashes = new CrashHistory(System::nanoTime);
    this.paused = paused;
    this.firstCause = firstCause;
  }

  @Override
  public void begin() {
    if (paused) {
      outputs.of(spec); // unused, but old files are deleted
      tracker.enter(StreamState.PAUSED, "paused before the service started");
    } else if (spec.config().enabled()) {
      startRun(firstCause);
    } else {
      tracker.enter(AfterRun.notEnabled().state(), AfterRun.notEnabled().why());
    }
  }

  /**
   * A stream that starts at once where it is enabled.
   *
   * @param paused whether it waits to be resumed instead
   * @param cause why it starts, in words of an operator
   */
  static Behavior<StreamCommand> create(
      StreamSpec spec, boolean paused, String cause, StreamContext environment) {
    return Supervision.recovering(
        StreamCommand.class,
        (context, timers) -> new StreamHost(context, timers, spec, paused, cause, environment));
  }

  @Override
  public Receive<StreamCommand> createReceive() {
    return newReceiveBuilder()
        .onMessage(StreamCommand.Apply.class, this::onApply)
        .onMessage(StreamCommand.Pause.class, message -> onPause())
        .onMessage(StreamCommand.Resume.class, message -> onResume())
        .onMessage(StreamCommand.Restart.class, message -> onRestart())
        .onMessage(StreamCommand.Stop.class, this::onStop)
        .onMessage(StreamCommand.Remove.class, message -> onRemove())
        .onMessage(StreamCommand.GetStatus.class, this::onGetStatus)
        .onMessage(StreamCommand.SourceOpened.class, this::onSourceOpened)
        .onMessage(StreamCommand.RunEnded.class, this::onRunEnded)
        .onMessage(StreamCommand.OfModel.class, message -> onModel(message.event()))
        .onMessage(StreamCommand.OutputsFinished.class, this::onOutputsFinished)
        .onMessageEquals(StreamCommand.Timer.WATCH, this::onWatch)
        .onMessageEquals(StreamCommand.Timer.SILENCE, this::onSilence)
        .onMessageEquals(StreamCommand.Timer.HEALTHY, () -> onAction(backoff::reset))
        .onMessageEquals(StreamCommand.Timer.RETRY, () -> onAction(() -> startRun("trying again")))
        .onMessageEquals(StreamCommand.Timer.END_GRACE, this::onEndGrace)
        .onMessageEquals(StreamCommand.Timer.SINKS_GRACE, this::onSinksGrace)
        .onSignal(PostStop.class, signal -> onPostStop())
        .build();
  }

  /**
   * A message has failed, perhaps in the middle of a change. A run is ended as any other, and what
   * was to come after it comes, else it is tried again; the sinks stay. One that rests stays so.
   */
  @Override
  public void recover(Throwable failure) {
    String message = Failures.message(Failures.known("stream " + spec.id(), failure));
    tracker.error(message);
    AfterRun retry = new AfterRun.Retry(RestartCause.INTERNAL, message);
    if (currentRun == null) {
      if (next == null && !tracker.state().isResting()) {
        proceed(retry);
      }
      outputs.awaitFinishing();
      return;
    }
    if (next == null) {
      tracker.enter(StreamState.RETRYING, message);
    }
    try {
      endRun(next == null ? retry : next);
    } catch (RuntimeException also) { // it is abandoned when it doesn't end
      getContext().getLog().error("stream {}: its run could not be stopped", spec.id(), also);
    }
  }

  /** The actor ends: nothing that it owns outlives it. */
  private Behavior<StreamCommand> onPostStop() {
    if (currentRun != null) {
      currentRun.leases().releasePending();
      currentRun.abandon();
    }
    environment.ports().runner().endRecording(spec.id());
    environment.ports().runner().forgetRecorderCrashes(spec.id());
    outputs.close();
    return this;
  }

  private Behavior<StreamCommand> onApply(StreamCommand.Apply apply) {
    StreamSpec before = spec;
    spec = apply.spec();
    if (before.equals(spec) || isEnding()) {
      return this;
    }
    outputs.tellUnused(before, spec, CHANGED);
    subscriptions.leaveRemovedSlots(before, spec);
    CurrentRun current = currentRun;
    Set<ReloadEffect> effects = before.changes(spec);
    if (effects.equals(Set.of(ReloadEffect.AT_ONCE))) {
      return this; // where a stream is placed is nothing to one that is
    }
    boolean anew = effects.contains(ReloadEffect.STREAM) || effects.contains(ReloadEffect.SINK);
    if (!anew && next == null && current != null) {
      subscribe(current.source());
    } else if (!isPaused()) {
      AfterRun start = new AfterRun.Start(CHANGED);
      endRun(spec.config().enabled() ? start : AfterRun.notEnabled());
    } else if (next == null && !outputs.fit(spec)) {
      endRun(new AfterRun.Rest(StreamState.PAUSED, tracker.current().cause()));
    }
    return this;
  }

  private Behavior<StreamCommand> onPause() {
    if (!isPaused() && !isEnding()) {
      endRun(new AfterRun.Rest(StreamState.PAUSED, "paused by the API"));
    }
    return this;
  }

  private Behavior<StreamCommand> onResume() {
    boolean rests = isPaused() || tracker.state() == StreamState.STOPPED;
    if ((rests || next instanceof AfterRun.Rest) && !isEnding()) {
      endRun(new AfterRun.Start("resumed by the API"));
    }
    return this;
  }

  private Behavior<StreamCommand> onRestart() {
    if (!isEnding()) {
      tracker.restarted(RestartCause.REQUEST);
      endRun(new AfterRun.Start("restarted by the API"));
    }
    return this;
  }

  private Behavior<StreamCommand> onStop(StreamCommand.Stop stop) {
    waitingForEnd.add(stop.replyTo());
    if (!isEnding()) {
      endRun(new AfterRun.End(false));
    }
    return this;
  }

  private Behavior<StreamCommand> onRemove() {
    if (!isEnding()) {
      endRun(new AfterRun.End(true));
    }
    return this;
  }

  private Behavior<StreamCommand> onGetStatus(StreamCommand.GetStatus message) {
    notePlace();
    StreamRunner runner = environment.ports().runner();
    message
        .replyTo()
        .tell(
            tracker.status(
                spec.config(),
                outputs.status(),
                runner.recording(spec),
                runner.recorderCrashes(spec.id())));
    return this;
  }

  /** Between runs it stays what it was. */
  private void notePlace() {
    CurrentRun current = currentRun;
    if (current != null) {
      tracker.decodedIn(current.run().place());
    }
  }

  /** Whether it is paused, or will be as soon as what is in flight is finished. */
  private boolean isPaused() {
    return next instanceof AfterRun.Rest(StreamState state, String _)
        ? state == StreamState.PAUSED
        : next == null && tracker.state() == StreamState.PAUSED;
  }

  private boolean isEnding() {
    return next instanceof AfterRun.End;
  }

  private Behavior<StreamCommand> onAction(Runnable action) {
    action.run();
    return this;
  }

  private void startRun(String why) {
    int number = ++runs;
    environment.ports().runner().beginRecording(spec, environment.recovery());
    StreamOutputs opened = outputs.of(spec); // before the state that they are told of
    tracker.start(spec.config(), why);
    ActiveRun run =
        environment
            .ports()
            .runner()
            .start(
                spec,
                opened,
                tracker.metrics().and(environment.ports().observers().apply(spec.id())),
                environment.recovery().frameTimeout());
    currentRun = CurrentRun.of(number, run, getContext().getSelf());
    timers.startTimerWithFixedDelay(StreamCommand.Timer.WATCH, CurrentRun.WATCH);
    timers.startSingleTimer(StreamCommand.Timer.SILENCE, environment.recovery().frameTimeout());
    subscribe(null);
  }

  private void subscribe(@Nullable SourceInfo source) {
    CurrentRun current = currentRun;
    if (current != null) {
      current.leases().renew(spec);
    }
    subscriptions.request(spec, source);
  }

  private Behavior<StreamCommand> onSourceOpened(StreamCommand.SourceOpened opened) {
    CurrentRun current = currentRun;
    if (current == null || current.number() != opened.run() || next != null) {
      return this;
    }
    current.opened(opened.info());
    tracker.source(opened.info());
    tracker.enter(StreamState.WAITING_FOR_MODEL, SOURCE_OPEN);
    subscribe(opened.info());
    return this;
  }

  private Behavior<StreamCommand> onModel(ModelEvent event) {
    boolean outdated = !event.model().equals(spec.models().get(event.slot()));
    switch (event) {
      case ModelEvent.Ready ready when outdated -> ready.lease().release();
      case ModelEvent.Ready ready -> modelReady(ready.slot(), ready.lease());
      case ModelEvent.Missing missing when !outdated -> modelMissing(missing);
      case ModelEvent.Missing _ -> {}
    }
    return this;
  }

  private void modelReady(ModelSlot slot, ModelLease lease) {
    CurrentRun current = currentRun;
    if (current == null || current.source() == null || next != null) {
      lease.release();
      return;
    }
    boolean attached;
    try {
      attached = current.leases().add(slot, lease, spec);
    } catch (RuntimeException failure) {
      current.run().abort(Failures.known("stream " + spec.id(), failure));
      return;
    }
    if (attached) {
      tracker.enter(StreamState.RUNNING, "frames flow");
      tracker.worksOn(current.leases().devices());
      timers.startSingleTimer(StreamCommand.Timer.HEALTHY, environment.recovery().frameTimeout());
    } else if (tracker.state() == StreamState.WAITING_FOR_MODEL) {
      String cause = current.leases().missing().orElse(SOURCE_OPEN);
      tracker.enter(StreamState.WAITING_FOR_MODEL, cause);
    }
  }

  private void modelMissing(ModelEvent.Missing missing) {
    String cause = spec.models().size() == 1 ? missing.cause() : missing.causeWithModel();
    CurrentRun current = currentRun;
    if (current != null) {
      current.leases().miss(missing.slot(), cause);
    }
    tracker.error(cause);
    if (tracker.state() == StreamState.WAITING_FOR_MODEL) {
      tracker.enter(StreamState.WAITING_FOR_MODEL, cause);
    }
  }

  private Behavior<StreamCommand> onWatch() {
    CurrentRun current = currentRun;
    RecoveryConfig recovery = environment.recovery();
    if (current != null && next == null && current.isAlive(tracker.state(), recovery)) {
      timers.startSingleTimer(StreamCommand.Timer.SILENCE, recovery.frameTimeout());
    }
    return this;
  }

  private Behavior<StreamCommand> onSilence() {
    onWatch();
    CurrentRun current = currentRun;
    if (current != null && next == null && !timers.isTimerActive(StreamCommand.Timer.SILENCE)) {
      String message = current.silence(environment.recovery());
      tracker.enter(StreamState.RETRYING, message); // known now, however long stopping takes
      endRun(new AfterRun.Retry(RestartCause.SILENCE, message));
    }
    return this;
  }

  /** Stops the run, where there is one, and says what comes then. */
  private void endRun(AfterRun then) {
    boolean finishing = next != null && currentRun == null;
    next = then;
    leaveRecording(then);
    if (finishing) {
      return;
    }
    timers.cancelAll();
    CurrentRun current = currentRun;
    if (current != null) {
      timers.startSingleTimer(StreamCommand.Timer.END_GRACE, StuckRuns.GRACE);
      current.leases().releasePending();
      current.run().stop();
    } else {
      proceed(then);
    }
  }

  private Behavior<StreamCommand> onRunEnded(StreamCommand.RunEnded ended) {
    stuck.returned(ended.run());
    CurrentRun current = currentRun;
    if (current != null && current.number() == ended.run()) {
      AfterRun then = next;
      leaveRun(current);
      proceed(then == null ? afterUnrequestedEnd(current, ended.outcome()) : then);
    }
    return thisUnlessOver();
  }

  /** A thread is stuck in native code: the run is abandoned. */
  private Behavior<StreamCommand> onEndGrace() {
    CurrentRun current = currentRun;
    AfterRun then = next;
    if (current != null && then != null) {
      stuck.add(current.number());
      current.abandon();
      leaveRun(current);
      proceed(then);
    }
    return thisUnlessOver();
  }

  private void leaveRun(CurrentRun current) {
    notePlace();
    timers.cancelAll();
    current.leases().releasePending();
    currentRun = null;
    tracker.source(null);
  }

  /** What follows from a run that ended unrequested. */
  private AfterRun afterUnrequestedEnd(CurrentRun ended, ActiveRun.Outcome outcome) {
    ended.report(outcome);
    if (outcome.failure().orElse(null) instanceof DecoderCrashException) {
      tracker.decoderCrashed();
    }
    return AfterRun.after(outcome, spec.config().source(), crashes);
  }

  private void leaveRecording(AfterRun then) {
    if (then.endsRecording()) {
      environment.ports().runner().endRecording(spec.id());
    }
  }

  private void proceed(AfterRun then) {
    next = null;
    leaveRecording(then);
    switch (then) {
      case AfterRun.Retry(RestartCause cause, String message, boolean isAtOnce) -> {
        tracker.restarted(cause);
        tracker.enter(StreamState.RETRYING, message);
        Duration wait = isAtOnce ? Duration.ZERO : backoff.next();
        timers.startSingleTimer(StreamCommand.Timer.RETRY, wait);
      }
      case AfterRun.Start(String why) -> {
        backoff.reset();
        crashes.clear();
        environment.ports().runner().forgiveRecording(spec.id());
        if (!outputs.fit(spec)) {
          next = then;
          outputs.tellUnused(spec, CHANGED);
          outputs.finish();
        } else {
          startRun(why);
        }
      }
      case AfterRun.Rest(StreamState state, String why) -> {
        subscriptions.leave(spec);
        tracker.enter(state, why);
        boolean pauses = state == StreamState.PAUSED; // with its sinks open
        if (outputs.areOpen() && (!pauses || !outputs.fit(spec))) {
          next = then;
          outputs.tellUnused(spec, CHANGED);
          outputs.finish();
        } else if (pauses && !outputs.areOpen()) {
          outputs.of(spec).entered(tracker.current());
        }
      }
      case AfterRun.End end -> {
        next = end;
        removalTold = end.isRemoved();
        if (removalTold) {
          outputs.tellRemoved(spec, "the stream was removed");
        }
        outputs.finish();
      }
    }
  }

  private Behavior<StreamCommand> onOutputsFinished(StreamCommand.OutputsFinished finished) {
    return outputs.finished(finished.number()) ? afterOutputs() : this;
  }

  private Behavior<StreamCommand> onSinksGrace() {
    outputs.abandon();
    return afterOutputs();
  }

  /** What was to come when the sinks are finished begins. */
  private Behavior<StreamCommand> afterOutputs() {
    AfterRun then = next;
    if (then instanceof AfterRun.End(boolean isRemoved) && isRemoved == removalTold) {
      subscriptions.leave(spec);
      tracker.enter(StreamState.STOPPED, "stopped on request");
      waitingForEnd.forEach(replyTo -> replyTo.tell(Done.getInstance()));
      ended = true;
    } else if (then != null) {
      proceed(then);
    }
    return thisUnlessOver();
  }

  private Behavior<StreamCommand> thisUnlessOver() {
    return ended ? Behaviors.stopped() : this;
  }
}
