package sluice.service.stream;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.config.sink.RemoteSinkConfig;
import sluice.config.sink.SinkConfig;
import sluice.core.message.StateChange;

/** Open sinks of a stream, if any, and those that are being finished. For one thread. */
final class OpenOutputs {
  private static final Logger LOG = LoggerFactory.getLogger(OpenOutputs.class);

  /** How long sinks may take to be finished; what they write is small. */
  static final Duration GRACE = Duration.ofSeconds(10);

  private final String stream;
  private final StreamOutputs.Opener opener;
  private final StatusTracker tracker;
  private final TimerScheduler<StreamCommand> timers;
  private final ActorRef<StreamCommand> self;
  private @Nullable StreamOutputs open;
  private @Nullable OutputSettings settings;
  private final Set<Integer> abandoned = new HashSet<>();
  private @Nullable StreamOutputs finishing;
  private int number;

  /**
   * None yet.
   *
   * @param stream its id
   * @param tracker counts sinks that hang
   * @param self is told when sinks are finished
   */
  OpenOutputs(
      String stream,
      StreamOutputs.Opener opener,
      StatusTracker tracker,
      TimerScheduler<StreamCommand> timers,
      ActorRef<StreamCommand> self) {
    this.stream = stream;
    this.opener = opener;
    this.tracker = tracker;
    this.timers = timers;
    this.self = self;
  }

  /** Those that are open, or new ones. */
  StreamOutputs of(StreamSpec spec) {
    StreamOutputs outputs = open;
    if (outputs == null) {
      OutputSettings wanted = spec.outputs();
      outputs = opener.open(wanted);
      open = outputs;
      settings = wanted;
    }
    return outputs;
  }

  boolean areOpen() {
    return open != null;
  }

  /** Tells those that are open of a state of the stream. */
  void entered(StateChange change) {
    if (open != null) {
      open.entered(change);
    }
  }

  /**
   * The stream is gone for good: all its sinks are told, also where none is open. To be finished
   * then.
   */
  void tellRemoved(StreamSpec spec, String cause) {
    if (open == null && hasFarSide(spec.sinks())) {
      of(spec);
    }
    if (open != null) {
      open.removed(Set.of(), tracker.removed(cause));
    }
  }

  /** Before those that are open are finished: sinks that the stream leaves for good are told. */
  void tellUnused(StreamSpec spec, String cause) {
    if (open != null) {
      open.removed(names(spec.sinks()), tracker.removed(cause));
    }
  }

  /** The same where none is open, and so none is finished when settings change. */
  void tellUnused(StreamSpec before, StreamSpec after, String cause) {
    Set<String> staying = names(after.sinks());
    List<SinkConfig> left =
        before.sinks().stream().filter(sink -> !staying.contains(sink.name())).toList();
    if (open == null && hasFarSide(left)) {
      OutputSettings all = before.outputs();
      StreamOutputs gone =
          opener.open(new OutputSettings(stream, left, all.source(), all.delivery()));
      gone.removed(Set.of(), tracker.removed(cause));
      var _ = finish(gone);
    }
  }

  private static Set<String> names(List<SinkConfig> sinks) {
    return sinks.stream().map(SinkConfig::name).collect(Collectors.toSet());
  }

  private static boolean hasFarSide(List<SinkConfig> sinks) {
    return sinks.stream().anyMatch(RemoteSinkConfig.class::isInstance);
  }

  /** Whether they would do for a stream with other settings. */
  boolean fit(StreamSpec other) {
    return open == null || other.outputs().equals(settings);
  }

  List<SinkStatus> status() {
    return open == null ? List.of() : open.status();
  }

  /**
   * Finishes them; {@link StreamCommand.OutputsFinished} tells that they are, also where none was
   * open. Until then {@link StreamCommand.Timer#SINKS_GRACE} runs.
   */
  void finish() {
    startGrace();
    finish(self);
  }

  /** Begins the wait for those that are being finished anew, after timers were cancelled. */
  void awaitFinishing() {
    if (finishing != null) {
      startGrace();
    }
  }

  private void startGrace() {
    timers.startSingleTimer(StreamCommand.Timer.SINKS_GRACE, GRACE);
  }

  /** Finishes them, and tells nothing: the stream's actor has ended. */
  void close() {
    StreamOutputs outputs = open;
    open = null;
    if (outputs != null) {
      var _ = finish(outputs);
    }
  }

  private void finish(ActorRef<StreamCommand> to) {
    StreamOutputs outputs = open;
    open = null;
    finishing = outputs;
    int mine = ++number;
    CompletionStage<Void> finished =
        outputs == null ? CompletableFuture.completedStage(null) : finish(outputs);
    var _ =
        finished.whenComplete((done, failure) -> to.tell(new StreamCommand.OutputsFinished(mine)));
  }

  private static CompletionStage<Void> finish(StreamOutputs outputs) {
    try {
      return outputs.finish();
    } catch (RuntimeException failure) {
      LOG.error("sinks could not be finished", failure);
      return CompletableFuture.completedStage(null);
    }
  }

  /**
   * Those with this number are finished.
   *
   * @return whether they had been waited for; else they had been abandoned
   */
  boolean finished(int number) {
    if (number == this.number) {
      finishing = null;
    }
    if (abandoned.remove(number)) {
      tracker.threadReturned();
      return false;
    }
    timers.cancel(StreamCommand.Timer.SINKS_GRACE);
    return true;
  }

  /**
   * Abandons those that are being finished and counts them: a sink hangs in what it writes to. No
   * disk may end the process, so the manager, which does that for decoders, is not told.
   */
  void abandon() {
    StreamOutputs outputs = finishing;
    if (outputs != null) {
      abandoned.add(number);
      outputs.abandon();
      tracker.threadStuck();
      LOG.warn("stream {}: its sinks were not finished in time; they are given up", stream);
    }
  }
}
