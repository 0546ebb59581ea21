package sluice.service.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.config.settings.RecoveryConfig;
import sluice.core.ErrorCode;
import sluice.core.Failures;
import sluice.core.SluiceException;
import sluice.core.util.Backoff;
import sluice.service.recovery.FatalErrorHandler;
import sluice.service.recovery.Supervision;

/**
 * Actor that hosts one compiled model: compiles it, leases it to streams, supervises the device,
 * and recompiles it when the device fails. A generation is closed when its last lease has come
 * back.
 */
public final class ModelHost extends AbstractBehavior<ModelHost.Command>
    implements Supervision.Recoverable {
  private static final Logger LOG = LoggerFactory.getLogger(ModelHost.class);

  private final ModelUse use;
  private final RecoveryConfig recovery;
  private final ModelPorts ports;
  private final TimerScheduler<Command> timers;
  private final Backoff backoff;
  private final Map<ModelUser, Join> users = new LinkedHashMap<>();
  private final List<ModelInstance> old = new ArrayList<>();

  private ModelStatus.State state = ModelStatus.State.COMPILING;
  private @Nullable ModelInstance current;
  private Optional<ModelFacts> facts = Optional.empty();
  private Optional<String> lastError = Optional.empty();
  private boolean compiling;
  private int generations;
  private long leaseIds;
  private int failures;
  private int abandoned;
  private int healthyChecks;
  private long inferencesSeen;

  /** Messages to a host. */
  sealed interface Command {}

  /**
   * A stream requests the model for one of its slots: it gets a lease now or as soon as the model
   * is compiled. Slots of one stream are users of their own, each with a lease of its own.
   *
   * @param model the name that the stream knows the model by, for its events
   */
  record Join(ModelUser user, String model, ActorRef<ModelEvent> replyTo) implements Command {
    private void send(ModelLease lease) {
      replyTo.tell(new ModelEvent.Ready(user.slot(), model, lease));
    }

    private void sendMissing(String cause) {
      replyTo.tell(new ModelEvent.Missing(user.slot(), model, cause));
    }
  }

  /** A slot doesn't use it any more; leases that it still has stay its own. */
  record Leave(ModelUser user) implements Command {}

  /** A lease comes back. */
  record Release(long leaseId) implements Command {}

  /** The device failed while a generation was in use. */
  public record Report(int generation, String cause) implements Command {}

  /** No stream uses the model any more: the host ends with its last lease. */
  record Close() implements Command {}

  /** Asks for the status. */
  record GetStatus(ActorRef<ModelStatus> replyTo) implements Command {}

  private record Opened(OpenModel model) implements Command {}

  private record UserGone(ActorRef<ModelEvent> user) implements Command {}

  private record OpenFailed(Throwable failure) implements Command {}

  private enum Timer implements Command {
    WATCH,
    ABANDON,
    COMPILE
  }

  private ModelHost(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      ModelUse use,
      RecoveryConfig recovery,
      ModelPorts ports) {
    super(context);
    this.use = use;
    this.recovery = recovery;
    this.ports = ports;
    this.timers = timers;
    this.backoff =
        new Backoff(
            recovery.minBackoff(), recovery.maxBackoff(), recovery.jitter(), ports.random());
  }

  @Override
  public void begin() {
    compile();
  }

  /** Compiles at once. */
  static Behavior<Command> create(ModelUse use, RecoveryConfig recovery, ModelPorts ports) {
    return Supervision.recovering(
        Command.class, (context, timers) -> new ModelHost(context, timers, use, recovery, ports));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Join.class, this::onJoin)
        .onMessage(Leave.class, this::onLeave)
        .onMessage(Release.class, this::onRelease)
        .onMessage(Report.class, this::onReport)
        .onMessage(Close.class, message -> onClose())
        .onMessage(GetStatus.class, this::onGetStatus)
        .onMessage(UserGone.class, this::onUserGone)
        .onMessage(Opened.class, this::onOpened)
        .onMessage(OpenFailed.class, this::onOpenFailed)
        .onMessageEquals(Timer.WATCH, this::onWatch)
        .onMessageEquals(Timer.ABANDON, this::onAbandon)
        .onMessageEquals(Timer.COMPILE, this::onCompile)
        .build();
  }

  /**
   * A message has failed: a generation that is in use is given up as one whose device failed, and
   * the model is compiled again. Leases are kept, and generations closed with their last one.
   */
  @Override
  public void recover(Throwable failure) {
    String cause = Failures.message(Failures.known("model " + use.config().name(), failure));
    if (state == ModelStatus.State.CLOSING) {
      timers.startTimerWithFixedDelay(Timer.WATCH, ModelTimeouts.WATCH);
      return;
    }
    ModelInstance generation = current;
    if (generation != null) {
      current = null;
      old.add(generation);
      abandoned += generation.model().abandon(new SluiceException(ErrorCode.INTERNAL, cause));
    }
    if (!compiling) {
      retry(cause, false);
    }
    closeUnused();
  }

  private Behavior<Command> onJoin(Join join) {
    users.put(join.user(), join);
    getContext().watchWith(join.replyTo(), new UserGone(join.replyTo()));
    ModelInstance generation = current;
    if (generation != null) {
      grant(generation, join);
    } else if (state == ModelStatus.State.RETRYING) {
      join.sendMissing(lastError.orElse("being compiled again"));
    }
    return this;
  }

  private Behavior<Command> onLeave(Leave leave) {
    users.remove(leave.user());
    return this;
  }

  private Behavior<Command> onRelease(Release release) {
    ModelInstance generation = current;
    if (generation != null) {
      generation.leases().remove(release.leaseId());
    }
    old.forEach(earlier -> earlier.leases().remove(release.leaseId()));
    closeUnused();
    return next();
  }

  /** A stream ended while a lease was on its way to it; all its slots are gone. */
  private Behavior<Command> onUserGone(UserGone gone) {
    users.values().removeIf(join -> join.replyTo().equals(gone.user()));
    ModelInstance generation = current;
    if (generation != null) {
      generation.leases().values().removeIf(gone.user()::equals);
    }
    old.forEach(earlier -> earlier.leases().values().removeIf(gone.user()::equals));
    closeUnused();
    return next();
  }

  private Behavior<Command> onReport(Report report) {
    ModelInstance generation = current;
    if (generation != null && generation.number() == report.generation()) {
      boolean cancelled = timers.isTimerActive(Timer.ABANDON); // then the report adds nothing
      deviceFailed(generation, cancelled ? Failures.message(stuck()) : report.cause());
    }
    return this;
  }

  private Behavior<Command> onClose() {
    state = ModelStatus.State.CLOSING;
    users.clear();
    timers.cancelAll();
    timers.startTimerWithFixedDelay(Timer.WATCH, ModelTimeouts.WATCH);
    ModelInstance generation = current;
    if (generation != null) {
      current = null;
      old.add(generation);
    }
    closeUnused();
    return next();
  }

  private Behavior<Command> onGetStatus(GetStatus message) {
    ModelInstance generation = current;
    message
        .replyTo()
        .tell(
            new ModelStatus(
                use.config().name(),
                state,
                use.config().device(),
                facts,
                users.keySet().stream().map(ModelUser::stream).distinct().toList(),
                leases(),
                generations,
                generation == null ? 0 : generation.model().busyRequests(),
                generation == null ? 0 : generation.model().waitingFrames(),
                generation == null ? 0 : generation.model().tensorSets(),
                generation == null ? 0 : generation.model().inferences(),
                failures,
                abandoned,
                lastError));
    return this;
  }

  private Behavior<Command> onOpened(Opened opened) {
    compiling = false;
    ModelInstance generation = new ModelInstance(++generations, opened.model());
    if (state == ModelStatus.State.CLOSING) {
      close(generation);
      return next();
    }
    current = generation;
    facts = Optional.of(opened.model().facts());
    state = ModelStatus.State.READY;
    healthyChecks = 0;
    inferencesSeen = 0;
    LOG.info("model {} is ready: {}", use.config().name(), opened.model().facts().inWords());
    timers.startTimerWithFixedDelay(Timer.WATCH, ModelTimeouts.WATCH);
    users.values().forEach(join -> grant(generation, join));
    return this;
  }

  private Behavior<Command> onOpenFailed(OpenFailed failed) {
    compiling = false;
    if (state == ModelStatus.State.CLOSING) {
      return next();
    }
    if (Failures.unwrap(failed.failure()) instanceof TimeoutException) {
      abandoned++;
      retry(Failures.message(notCompiled()), true);
      return this;
    }
    SluiceException failure = Failures.known("model " + use.config().name(), failed.failure());
    if (failure.code() == ErrorCode.INTERNAL) {
      LOG.error("a fault of Sluice itself", failure);
    }
    boolean deviceAgain = failures > 0 && failure.code() == ErrorCode.DEVICE;
    retry(Failures.message(failure), deviceAgain);
    return this;
  }

  private Behavior<Command> onWatch() {
    ModelInstance generation = current;
    if (generation == null) {
      abandonStuckOldGenerations();
      return next();
    }
    OpenModel model = generation.model();
    if (model.longestInference().compareTo(recovery.inferenceTimeout()) > 0) {
      healthyChecks = 0;
      if (!timers.isTimerActive(Timer.ABANDON)) {
        onDevice(
            "cancelling inferences",
            ModelTimeouts.CANCEL_TIMEOUT,
            () -> model.cancelLongerThan(recovery.inferenceTimeout()));
        timers.startSingleTimer(Timer.ABANDON, ModelTimeouts.CANCEL_GRACE);
      }
      return this;
    }
    long inferences = model.inferences();
    healthyChecks += inferences > inferencesSeen ? 1 : 0;
    inferencesSeen = inferences;
    if (healthyChecks == ModelTimeouts.HEALTHY_CHECKS) {
      failures = 0;
      backoff.reset();
    }
    return this;
  }

  /** A stuck device is not waited for when its model is being closed. */
  private void abandonStuckOldGenerations() {
    for (ModelInstance generation : old) {
      if (generation.model().longestInference().compareTo(recovery.inferenceTimeout()) > 0) {
        abandoned += generation.model().abandon(stuck());
      }
    }
  }

  private Behavior<Command> onAbandon() {
    ModelInstance generation = current;
    if (generation != null) {
      deviceFailed(generation, Failures.message(stuck()));
    }
    return this;
  }

  private Behavior<Command> onCompile() {
    compile();
    return this;
  }

  private SluiceException stuck() {
    return new SluiceException(
        ErrorCode.DEVICE,
        "model %s on %s: an inference has not returned within %s s; it was given up and the model is"
                .formatted(
                    use.config().name(),
                    use.config().device(),
                    recovery.inferenceTimeout().toSeconds())
            + " compiled again");
  }

  private SluiceException notCompiled() {
    return new SluiceException(
        ErrorCode.DEVICE,
        "model %s on %s: it was not compiled within %s s (compile-timeout); that was given up"
            .formatted(
                use.config().name(), use.config().device(), recovery.compileTimeout().toSeconds()));
  }

  private void compile() {
    state = ModelStatus.State.COMPILING;
    var opening =
        ports
            .executors()
            .compilations()
            .submit(
                "compiling model " + use.config().name(),
                recovery.compileTimeout(),
                () -> ports.opener().open(use),
                OpenModel::close);
    compiling = true;
    getContext()
        .pipeToSelf(
            opening,
            (model, failure) -> model == null ? new OpenFailed(failure) : new Opened(model));
  }

  private void grant(ModelInstance generation, Join join) {
    long id = ++leaseIds;
    generation.leases().put(id, join.replyTo());
    join.send(new ModelLease(id, generation.number(), generation.model(), getContext().getSelf()));
  }

  /** The generation is unusable: its users' frames fail, and it ends with their leases. */
  private void deviceFailed(ModelInstance generation, String cause) {
    current = null;
    old.add(generation);
    timers.cancel(Timer.WATCH);
    timers.cancel(Timer.ABANDON);
    abandoned += generation.model().abandon(new SluiceException(ErrorCode.DEVICE, cause));
    retry(cause, true);
    closeUnused();
  }

  private void retry(String cause, boolean deviceFailure) {
    lastError = Optional.of(cause);
    state = ModelStatus.State.RETRYING;
    Duration wait = backoff.next();
    LOG.warn("{}; compiling it again in {} ms", cause, wait.toMillis());
    timers.startSingleTimer(Timer.COMPILE, wait);
    users.values().forEach(join -> join.sendMissing(cause));
    if (deviceFailure && ++failures > recovery.maxDeviceFailures()) {
      ports
          .fatalErrors()
          .end(
              FatalErrorHandler.Cause.DEVICE_FAILURES,
              "the device failed "
                  + failures
                  + " times in a row (max-device-failures: "
                  + recovery.maxDeviceFailures()
                  + "): "
                  + cause);
    }
  }

  private void closeUnused() {
    old.stream().filter(generation -> generation.leases().isEmpty()).forEach(this::close);
    old.removeIf(generation -> generation.leases().isEmpty());
  }

  private void close(ModelInstance generation) {
    onDevice("closing", ModelTimeouts.CLOSE_TIMEOUT, generation.model()::close);
  }

  /** Runs a task off this thread; nobody waits for it, nor longer than its timeout. */
  private void onDevice(String doing, Duration timeout, Runnable task) {
    String what = doing + " of model " + use.config().name();
    var _ =
        ports
            .executors()
            .devices()
            .run(what, timeout, task)
            .whenComplete(
                (done, failure) -> {
                  if (failure != null && !(failure instanceof TimeoutException)) {
                    LOG.warn("{} failed: {}", what, Failures.reason(failure));
                  }
                });
  }

  private int leases() {
    int inUse = current == null ? 0 : current.leases().size();
    return inUse + old.stream().mapToInt(generation -> generation.leases().size()).sum();
  }

  /** While a model is being compiled the host stays, to close what comes of it. */
  private Behavior<Command> next() {
    boolean done = state == ModelStatus.State.CLOSING && old.isEmpty() && !compiling;
    return done ? Behaviors.stopped() : this;
  }
}
