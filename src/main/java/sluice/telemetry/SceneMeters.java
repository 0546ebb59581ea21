package sluice.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import sluice.core.Direction;
import sluice.core.scene.SceneEvent;
import sluice.core.scene.SceneListener;
import sluice.core.scene.SceneSettings;

/**
 * The meters of a stream's objects, lines and zones; none of a stream that doesn't track. The
 * cardinality of labels is bounded: configured lines and zones, and of objects the first hundred
 * classes. Thread-safe.
 */
final class SceneMeters implements SceneListener {
  private static final int MOST_LABELS = 100;
  private static final String OTHER = "other";
  private static final Duration[] BUCKETS = {
    Duration.ofNanos(10_000),
    Duration.ofNanos(20_000),
    Duration.ofNanos(50_000),
    Duration.ofNanos(100_000),
    Duration.ofNanos(200_000),
    Duration.ofNanos(500_000),
    Duration.ofMillis(1),
    Duration.ofMillis(2),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(50)
  };

  private final MeterSet meters;

  /** The classes that have meters of their own. */
  private final Set<String> labels = new HashSet<>();

  /** The classes, as they are counted, of the objects that are there. */
  private final Map<Long, String> active = new HashMap<>();

  private volatile @Nullable Timer tracker;
  private Set<String> lines = Set.of();
  private Set<String> zones = Set.of();

  SceneMeters(MeterRegistry registry, String stream) {
    meters = new MeterSet(registry, stream);
  }

  @Override
  public synchronized void watching(SceneSettings settings) {
    boolean tracked = settings.isTracked();
    Set<String> newLines = tracked ? settings.lines().keySet() : Set.of();
    Set<String> newZones = tracked ? settings.zones().keySet() : Set.of();
    for (String line : lines) {
      if (!newLines.contains(line)) {
        meters.remove("line", line);
      }
    }
    for (String zone : zones) {
      if (!newZones.contains(zone)) {
        meters.remove("zone", zone);
      }
    }
    lines = newLines;
    zones = newZones;
    if (tracked) {
      settings
          .lines()
          .values()
          .forEach(line -> line.directions().forEach(way -> cross(line.name(), way, 0)));
    }
    newZones.forEach(this::occupancy);
  }

  @Override
  public void followed(long nanos) {
    Timer timer = tracker;
    if (timer == null) {
      timer = meters.timer("sluice.tracker", "What following a frame's objects took", BUCKETS);
      tracker = timer;
    }
    timer.record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public synchronized void happened(SceneEvent event) {
    switch (event) {
      case SceneEvent.ObjectChanged change -> {
        switch (change.phase()) {
          case START -> began(change.object().id(), change.object().label());
          case UPDATE -> {}
          case END -> ended(change.object().id());
        }
      }
      case SceneEvent.LineCrossed crossed -> {
        if (lines.contains(crossed.line())) {
          cross(crossed.line(), crossed.direction(), 1);
        }
      }
      case SceneEvent.ZoneChanged _, SceneEvent.EventChanged _ -> {}
      case SceneEvent.OccupancyChanged change -> {
        if (zones.contains(change.zone())) {
          occupancy(change.zone()).set(change.total());
        }
      }
    }
  }

  private void began(long id, String label) {
    boolean hasRoom = labels.size() < MOST_LABELS || labels.contains(label);
    String bounded = hasRoom ? label : OTHER;
    labels.add(bounded);
    meters.counter("sluice.objects", "Objects that were followed", "label", bounded).increment();
    if (active.putIfAbsent(id, bounded) == null) {
      change(bounded, 1);
    }
  }

  private void ended(long id) {
    String label = active.remove(id);
    if (label != null) {
      change(label, -1);
    }
  }

  private void change(String label, int by) {
    meters
        .gauge("sluice.objects.active", "Objects that are there now", "label", label)
        .addAndGet(by);
  }

  private AtomicLong occupancy(String zone) {
    return meters.gauge("sluice.zone.occupancy", "Objects in a zone now", "zone", zone);
  }

  private void cross(String line, Direction direction, int times) {
    meters
        .counter(
            "sluice.line.crossings",
            "Objects that crossed a line",
            "line",
            line,
            "direction",
            direction.wireName())
        .increment(times);
  }

  /** Removes the meters from the registry; later counts are lost. */
  void remove() {
    meters.remove();
  }
}
