package sluice.app.detect;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import sluice.app.sink.StandaloneSinks;
import sluice.config.sink.RemoteSinkConfig;
import sluice.config.sink.SinkConfig;
import sluice.stage.sink.LossCause;
import sluice.stage.sink.RunIds;
import sluice.stage.sink.SinkHealth;
import sluice.stage.sink.StreamSink;

/**
 * The sinks of the configuration that a job's results go to, those of all its inputs, and the wait
 * until their far sides have all. A job without such sinks makes nothing for it. Thread-safe.
 */
final class JobDelivery implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(50);

  private final List<SinkConfig> configs;
  private final DeliveryLimits limits;
  private final @Nullable StandaloneSinks sinks;
  private final Map<String, List<StreamSink>> open = new LinkedHashMap<>();
  private boolean awaited;
  private boolean abandoned;

  private JobDelivery(
      List<SinkConfig> configs, DeliveryLimits limits, @Nullable StandaloneSinks sinks) {
    this.configs = configs;
    this.limits = limits;
    this.sinks = sinks;
    configs.forEach(config -> open.put(config.name(), new ArrayList<>()));
  }

  /**
   * Of no input yet.
   *
   * @throws sluice.core.SluiceException when there is no place for messages that wait
   */
  static JobDelivery open(DetectSettings.Sinks settings, DeliveryLimits limits) {
    return new JobDelivery(
        settings.configs(),
        limits,
        settings.configs().isEmpty()
            ? null
            : StandaloneSinks.open(settings.hosts(), settings.refused(), limits.patience()));
  }

  /**
   * The sinks of an input; none is open.
   *
   * @param stream what sinks call the input
   * @param ids names its run for all of them
   */
  synchronized List<StreamSink> of(String stream, RunIds ids) {
    StandaloneSinks from = sinks;
    if (from == null) {
      return List.of();
    }
    List<StreamSink> made = new ArrayList<>();
    for (SinkConfig config : configs) {
      StreamSink sink = from.open(config, stream, ids);
      open.computeIfAbsent(config.name(), _ -> new ArrayList<>()).add(sink);
      made.add(sink);
    }
    return made;
  }

  /**
   * Blocks until far sides have settled all that finished sinks were told. Gives up when nothing is
   * settled for too long, and when the job is stopped.
   */
  void await(DetectProgress progress) {
    if (sinks != null) {
      begin();
      progress.delivering(this::backlogs); // without the lock: who hears of it has locks, too
      awaitSettled();
    }
  }

  /** From here on there is nothing else that {@link #stop} would have to leave time for. */
  private synchronized void begin() {
    awaited = true;
  }

  private synchronized void awaitSettled() {
    long settled = -1;
    long settledAt = 0;
    while (!abandoned && !backlogs().isEmpty()) {
      long now = System.nanoTime();
      long all = configs.stream().mapToLong(config -> settled(health(config))).sum();
      if (all != settled) {
        settled = all;
        settledAt = now;
      }
      if (now - settledAt > limits.patience().toNanos()) {
        return;
      }
      pause();
    }
  }

  private void pause() {
    try {
      TimeUnit.NANOSECONDS.timedWait(this, POLL.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      abandoned = true;
    }
  }

  private static long settled(SinkHealth health) {
    return health.written() + refused(health);
  }

  private static long refused(SinkHealth health) {
    return health.losses().getOrDefault(LossCause.REFUSED, 0L);
  }

  /** Ends the wait: at once where the job is in it, else some seconds from now. */
  synchronized void stop() {
    if (awaited) {
      abandon();
    } else if (sinks != null) {
      long nanos = limits.afterStop().toNanos();
      CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS).execute(this::abandon);
    }
  }

  private synchronized void abandon() {
    abandoned = true;
    configs.stream()
        .filter(RemoteSinkConfig.class::isInstance)
        .flatMap(config -> open.getOrDefault(config.name(), List.of()).stream())
        .forEach(StreamSink::abandon);
    notifyAll();
  }

  /** What waits, of sinks for which something does. */
  private synchronized List<SinkBacklog> backlogs() {
    List<SinkBacklog> result = new ArrayList<>();
    for (SinkConfig config : configs) {
      SinkHealth health = health(config);
      if (health.backlog().messages() > 0) {
        result.add(
            new SinkBacklog(
                config.name(),
                health.backlog().messages(),
                health.healthy() ? Optional.empty() : health.lastError()));
      }
    }
    return result;
  }

  /** The health of a sink, all inputs together. */
  private SinkHealth health(SinkConfig config) {
    List<StreamSink> parts = open.getOrDefault(config.name(), List.of());
    return SinkHealth.total(
        true, Optional.empty(), parts.stream().map(StreamSink::health).toList());
  }

  /** What became of each sink's messages so far, in the order of the settings. */
  synchronized List<SinkSummary> summaries() {
    return configs.stream().map(this::summary).toList();
  }

  private SinkSummary summary(SinkConfig config) {
    SinkHealth health = health(config);
    Map<String, Long> losses = new LinkedHashMap<>();
    health
        .losses()
        .forEach(
            (cause, lost) -> {
              if (lost > 0 && cause != LossCause.REFUSED) {
                losses.put(cause.wireName(), lost);
              }
            });
    return new SinkSummary(
        config.name(),
        health.written(),
        refusals(config, refused(health)),
        health.backlog().messages(),
        losses,
        health.lastError());
  }

  private Optional<SinkSummary.Refusals> refusals(SinkConfig config, long messages) {
    StandaloneSinks from = sinks;
    return from == null || messages == 0
        ? Optional.empty()
        : from.refusals(config)
            .map(
                known ->
                    new SinkSummary.Refusals(
                        messages, known.lastReason(), known.file(), known.lost()));
  }

  /** Ends deliveries; what waits is lost. */
  @Override
  public void close() {
    if (sinks != null) {
      sinks.close();
    }
  }
}
