package sluice.service.stream;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.config.settings.StreamConfig;
import sluice.core.SourceInfo;
import sluice.core.message.StateChange;
import sluice.core.source.TlsTrust;
import sluice.metrics.RunMetrics;
import sluice.metrics.RunSnapshot;
import sluice.service.recovery.RestartCause;

/**
 * Tracks the status of one stream, of the service or of a job: its state and how it came there, and
 * what is counted of it. Thread-safe.
 */
public final class StatusTracker {
  private static final Logger LOG = LoggerFactory.getLogger(StatusTracker.class);

  private final String id;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final RunMetrics metrics;
  private final boolean logged;
  private final TransitionLog transitions = new TransitionLog();
  private final Map<RestartCause, Long> restarts = new EnumMap<>(RestartCause.class);

  private StreamState state = StreamState.STOPPED;
  private String cause = "not started yet";
  private Instant since;
  private long sinceNanos;
  private Optional<String> lastError = Optional.empty();
  private Optional<SourceInfo> shape = Optional.empty();
  private String devices = "";
  private int stuckThreads;
  private DecodingPlace place = DecodingPlace.SERVICE;
  private long crashes;
  private @Nullable StreamConfig saidInsecure;
  private Consumer<StateChange> listener = change -> {};

  private StatusTracker(
      String id, RunMetrics metrics, InstantSource clock, LongSupplier nanoTime, boolean logged) {
    this.nanoTime = nanoTime;
    this.sinceNanos = nanoTime.getAsLong();
    this.id = id;
    this.metrics = metrics;
    this.clock = clock;
    this.logged = logged;
    this.since = clock.instant();
  }

  /**
   * Of a stream of the service, with metrics of its own. Each transition is logged when it happens
   * first, not when it repeats.
   */
  static StatusTracker ofService(String id, InstantSource clock) {
    return ofService(id, clock, System::nanoTime);
  }

  /** The same with another clock for durations. */
  static StatusTracker ofService(String id, InstantSource clock, LongSupplier nanoTime) {
    return new StatusTracker(id, RunMetrics.create(), clock, nanoTime, true);
  }

  /**
   * Of an input of a job, which reports its progress itself.
   *
   * @param metrics what is counted of the input
   */
  public static StatusTracker ofJob(String id, RunMetrics metrics, InstantSource clock) {
    return new StatusTracker(id, metrics, clock, System::nanoTime, false);
  }

  /** Tells each change of the state from here on; the listener must not block. */
  synchronized void tell(Consumer<StateChange> changed) {
    listener = changed;
  }

  RunMetrics metrics() {
    return metrics;
  }

  synchronized StreamState state() {
    return state;
  }

  /**
   * The stream starts, or tries again. That its server isn't checked is logged once for each
   * configuration.
   */
  synchronized void start(StreamConfig config, String why) {
    if (config.tls() == TlsTrust.Mode.INSECURE && !config.equals(saidInsecure)) {
      saidInsecure = config;
      LOG.warn(
          "stream {}: tls = insecure: any certificate is taken, so whoever is on the way to the"
              + " camera can read and change what comes; set tls-fingerprint or security.ca-file"
              + " instead",
          id);
    }
    enter(StreamState.STARTING, why);
  }

  /** Records the stream's new state, and why. */
  public synchronized void enter(StreamState newState, String why) {
    if (newState == state && why.equals(cause)) {
      return;
    }
    boolean stays = newState == state;
    state = newState;
    cause = why;
    if (!stays) {
      since = clock.instant();
      sinceNanos = nanoTime.getAsLong();
    }
    if (newState == StreamState.RETRYING || newState == StreamState.FAILED) {
      lastError = Optional.of(why);
    }
    if (newState != StreamState.RUNNING) {
      devices = "";
    }
    if (transitions.add(newState, why, clock.instant()) && logged) {
      log();
    }
    if (!stays) {
      listener.accept(new StateChange(newState.wireName(), why, since));
    }
  }

  /** The state that the stream is in, since when and why. */
  synchronized StateChange current() {
    return new StateChange(state.wireName(), cause, since);
  }

  /** What sinks are told that the stream doesn't use any more; its own state stays as it is. */
  StateChange removed(String why) {
    return new StateChange(StateChange.REMOVED, why, clock.instant());
  }

  private void log() {
    if (state == StreamState.RETRYING || state == StreamState.FAILED) {
      LOG.warn("stream {}: {}: {}", id, state.wireName(), cause);
    } else {
      LOG.info("stream {}: {}: {}", id, state.wireName(), cause);
    }
  }

  /** The source is open; null: it is not. */
  public synchronized void source(@Nullable SourceInfo info) {
    shape = Optional.ofNullable(info);
  }

  /**
   * The model is there.
   *
   * @param names of the devices that execute it
   */
  public synchronized void worksOn(String names) {
    devices = names;
  }

  synchronized void error(String message) {
    lastError = Optional.of(message);
  }

  synchronized void restarted(RestartCause why) {
    restarts.merge(why, 1L, Long::sum);
  }

  /** Where the source is decoded, as far as it was opened. */
  synchronized void decodedIn(DecodingPlace where) {
    place = where;
  }

  /** The process that decoded the source has crashed. */
  synchronized void decoderCrashed() {
    crashes++;
  }

  synchronized void threadStuck() {
    stuckThreads++;
  }

  synchronized void threadReturned() {
    stuckThreads--;
  }

  /**
   * The status of a stream of the service as it is now.
   *
   * @param recorderCrashes of processes that read the address that is recorded
   */
  StreamStatus status(
      StreamConfig config,
      List<SinkStatus> sinks,
      Optional<RecordingStatus> recording,
      long recorderCrashes) {
    boolean insecure = config.tls() == TlsTrust.Mode.INSECURE;
    return status(
        config.source().redacted(), config.model(), insecure, sinks, recording, recorderCrashes);
  }

  /**
   * The status of an input of a job as it is now.
   *
   * @param source where frames come from, without credentials
   * @param model as the user calls it
   * @param insecure whether any certificate of the source's server is taken
   * @param sinks where results go
   */
  public StreamStatus status(
      String source, String model, boolean insecure, List<SinkStatus> sinks) {
    return status(source, model, insecure, sinks, Optional.empty(), 0);
  }

  private synchronized StreamStatus status(
      String source,
      String model,
      boolean insecure,
      List<SinkStatus> sinks,
      Optional<RecordingStatus> recording,
      long recorderCrashes) {
    RunSnapshot counted = metrics.snapshot();
    Duration uptime =
        state == StreamState.RUNNING
            ? Duration.ofNanos(nanoTime.getAsLong() - sinceNanos)
            : Duration.ZERO;
    return new StreamStatus(
        id,
        source,
        new StreamStatus.Phase(state, cause, since),
        model,
        devices,
        insecure,
        place,
        shape.map(StreamStatus.Shape::of),
        StreamStatus.Rates.of(metrics),
        StreamStatus.Counts.of(counted),
        StreamStatus.Held.of(metrics),
        StreamStatus.Latency.of(counted.latencies()),
        new StreamStatus.Faults(
            lastError, uptime, restarts, crashes + recorderCrashes, stuckThreads),
        sinks,
        recording,
        transitions.entries());
  }
}
