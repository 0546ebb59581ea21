package sluice.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;
import sluice.core.message.Message;
import sluice.core.message.PublishObserver;
import sluice.service.sink.SinkCondition;
import sluice.service.sink.SinkState;

/**
 * The meters of sinks, by stream; those of what is no longer reported are removed. Updated by one
 * thread at a time; messages may be counted by any.
 */
final class SinkMeters implements PublishObserver {
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(200),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(2),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30),
    Duration.ofMinutes(1),
    Duration.ofMinutes(10),
    Duration.ofHours(1)
  };

  private final MeterRegistry registry;
  private final Map<StatusGauge, ToLongFunction<SinkCondition>> ofAll;
  private final Map<StatusGauge, ToLongFunction<SinkCondition>> ofRemote;
  private final StatusGauge age;
  private final StatusCounter written;
  private final StatusCounter lost;
  private final StatusCounter failures;
  private final Map<Tags, Timer> deliveries = new ConcurrentHashMap<>();

  SinkMeters(MeterRegistry registry) {
    this.registry = registry;
    ofAll =
        Map.of(
            gauge("sluice.sink.healthy", "1 while results are being written, else 0"),
            sink -> sink.healthy() ? 1 : 0);
    ofRemote =
        Map.of(
            gauge("sluice.sink.waiting", "Messages that wait for the far side"),
            SinkCondition::waiting,
            gauge("sluice.sink.waiting.bytes", "What waiting messages take on the disk"),
            SinkCondition::waitingBytes);
    age = gauge("sluice.sink.waiting.seconds", "Age of the oldest message that waits, else 0");
    written = counter("sluice.sink.written", "Results that were written or acknowledged");
    lost = counter("sluice.sink.lost", "Results that were not written");
    failures = counter("sluice.sink.failures", "Tries to reach a sink's far side that failed");
  }

  private StatusGauge gauge(String name, String help) {
    return new StatusGauge(registry, name, help);
  }

  private StatusCounter counter(String name, String help) {
    return new StatusCounter(registry, name, help);
  }

  /** Takes over how all sinks are. */
  void update(List<SinkState> all, Instant now) {
    Map<Tags, SinkCondition> parts = parts(all, false);
    Map<Tags, SinkCondition> remote = parts(all, true);
    ofAll.forEach((gauge, value) -> gauge.update(values(parts, value)));
    ofRemote.forEach((gauge, value) -> gauge.update(values(remote, value)));
    age.update(values(remote, sink -> age(sink, now)));
    written.update(values(parts, SinkCondition::written));
    Map<Tags, Long> losses = new LinkedHashMap<>();
    parts.forEach(
        (tags, sink) ->
            sink.losses()
                .forEach((cause, count) -> losses.put(tags.and("cause", cause.wireName()), count)));
    lost.update(losses);
    Map<Tags, Long> failed = new LinkedHashMap<>();
    all.stream()
        .filter(SinkState::remote)
        .forEach(sink -> failed.put(Tags.of("sink", sink.name()), sink.failures()));
    failures.update(failed);
    deliveries
        .entrySet()
        .removeIf(
            each -> {
              boolean gone = !remote.containsKey(each.getKey());
              if (gone) {
                registry.remove(each.getValue());
              }
              return gone;
            });
  }

  private static Map<Tags, SinkCondition> parts(List<SinkState> all, boolean remoteOnly) {
    Map<Tags, SinkCondition> result = new LinkedHashMap<>();
    for (SinkState sink : all) {
      if (sink.remote() || !remoteOnly) {
        sink.streams()
            .forEach(part -> result.put(tags(part.stream(), sink.name()), part.condition()));
      }
    }
    return result;
  }

  private static Tags tags(String stream, String sink) {
    return Tags.of("stream", stream, "sink", sink);
  }

  private static Map<Tags, Long> values(
      Map<Tags, SinkCondition> parts, ToLongFunction<SinkCondition> value) {
    Map<Tags, Long> result = new LinkedHashMap<>();
    parts.forEach((tags, sink) -> result.put(tags, value.applyAsLong(sink)));
    return result;
  }

  private static long age(SinkCondition sink, Instant now) {
    return sink.oldestWaiting().map(oldest -> age(oldest, now).toSeconds()).orElse(0L);
  }

  /** A clock that was set back makes nothing younger than now. */
  private static Duration age(Instant since, Instant now) {
    return since.isAfter(now) ? Duration.ZERO : Duration.between(since, now);
  }

  /** Meters of a part of a sink that goes meanwhile are removed with the next update. */
  @Override
  public void published(
      Message message, Target target, Instant takenAt, Instant acknowledgedAt, boolean ok) {
    if (ok) {
      deliveries
          .computeIfAbsent(tags(message.stream(), target.sink()), this::delivery)
          .record(age(message.time(), acknowledgedAt));
    }
  }

  private Timer delivery(Tags tags) {
    return Timer.builder("sluice.sink.delivery")
        .description("From the moment that a message tells of to its acknowledgement")
        .tags(tags)
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }
}
