package sluice.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The meters of one stream, which are removed together. One that is asked for again is the same.
 * Those that are asked for after the removal count for nobody. Thread-safe.
 */
final class MeterSet {
  private final MeterRegistry registry;
  private final String stream;
  private final Map<String, Meter> meters = new ConcurrentHashMap<>();
  private final Map<String, AtomicLong> values = new ConcurrentHashMap<>();
  private boolean removed;

  /**
   * No meters yet.
   *
   * @param stream value of the label that all of them have
   */
  MeterSet(MeterRegistry registry, String stream) {
    this.registry = registry;
    this.stream = stream;
  }

  /**
   * A counter.
   *
   * @param tags names and values of further labels, in turn
   */
  Counter counter(String name, String help, String... tags) {
    return kept(
        key(name, tags),
        Counter.builder(name)
            .description(help)
            .tags("stream", stream)
            .tags(tags)
            .register(registry));
  }

  /**
   * A histogram of times.
   *
   * @param buckets upper bounds
   * @param tags names and values of further labels, in turn
   */
  Timer timer(String name, String help, Duration[] buckets, String... tags) {
    return kept(
        key(name, tags),
        Timer.builder(name)
            .description(help)
            .tags("stream", stream)
            .tags(tags)
            .serviceLevelObjectives(buckets)
            .register(registry));
  }

  /**
   * The value that a gauge shows, 0 at first.
   *
   * @param tags names and values of further labels, in turn
   */
  synchronized AtomicLong gauge(String name, String help, String... tags) {
    String key = key(name, tags);
    AtomicLong known = values.get(key);
    if (known != null) {
      return known;
    }
    AtomicLong value = new AtomicLong();
    values.put(key, value);
    kept(
        key,
        Gauge.builder(name, value, AtomicLong::get)
            .description(help)
            .tags("stream", stream)
            .tags(tags)
            .register(registry));
    return value;
  }

  private static String key(String name, String... tags) {
    return name + String.join(",", tags);
  }

  /** A label that is seen for the first time while the stream is being removed stays out. */
  private synchronized <T extends Meter> T kept(String key, T meter) {
    meters.put(key, meter);
    if (removed) {
      registry.remove(meter);
    }
    return meter;
  }

  /** Removes the meters of which a label has a value from the registry. */
  synchronized void remove(String label, String value) {
    for (Map.Entry<String, Meter> entry : List.copyOf(meters.entrySet())) {
      if (value.equals(entry.getValue().getId().getTag(label))) {
        meters.remove(entry.getKey());
        values.remove(entry.getKey());
        registry.remove(entry.getValue());
      }
    }
  }

  /** Removes all meters from the registry; later counts are lost. */
  synchronized void remove() {
    removed = true;
    meters.values().forEach(registry::remove);
  }
}
