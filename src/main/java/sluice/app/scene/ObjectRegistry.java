package sluice.app.scene;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import sluice.core.scene.ObjectReport;
import sluice.core.scene.SceneEvent;
import sluice.http.api.ScenePort;

/**
 * What a stream's scene has come to: its objects, those that ended in the last hour, and who is in
 * its zones. Thread-safe.
 */
final class ObjectRegistry {
  /** How long an object that has ended is kept. */
  static final Duration KEPT = Duration.ofHours(1);

  /** Objects that have ended and are kept, at most. */
  static final int MOST_KEPT = 1_000;

  private final InstantSource clock;
  private final LongConsumer forgotten;
  private final Map<Long, ObjectReport> now = new LinkedHashMap<>();
  private final Deque<Ended> recent = new ArrayDeque<>();
  private final Map<String, ScenePort.Occupancy> zones = new HashMap<>();

  private record Ended(Instant at, ObjectReport object) {}

  /**
   * Nothing has happened.
   *
   * @param clock date and time
   * @param forgotten told the numbers of objects that are not kept any more; must not block
   */
  ObjectRegistry(InstantSource clock, LongConsumer forgotten) {
    this.clock = clock;
    this.forgotten = forgotten;
  }

  /** Takes over what an event says. */
  synchronized void happened(SceneEvent event) {
    switch (event) {
      case SceneEvent.ObjectChanged change -> {
        ObjectReport object = change.object();
        if (change.phase() == SceneEvent.ObjectPhase.END) {
          now.remove(object.id());
          recent.addLast(new Ended(clock.instant(), object));
          expire();
        } else {
          now.put(object.id(), object);
        }
      }
      case SceneEvent.OccupancyChanged change -> {
        if (change.total() == 0) {
          zones.remove(change.zone());
        } else {
          zones.put(
              change.zone(),
              new ScenePort.Occupancy(change.counts(), change.total(), change.crowded()));
        }
      }
      case SceneEvent.LineCrossed _, SceneEvent.ZoneChanged _, SceneEvent.EventChanged _ -> {}
    }
  }

  private void expire() {
    Instant before = clock.instant().minus(KEPT);
    while (!recent.isEmpty()
        && (recent.size() > MOST_KEPT || recent.getFirst().at().isBefore(before))) {
      forgotten.accept(recent.removeFirst().object().id());
    }
  }

  /** The objects that are there, as they were told last. */
  synchronized List<ObjectReport> now() {
    return List.copyOf(now.values());
  }

  /** Those there now, and those that ended in the last hour, the newest first. */
  synchronized ScenePort.Objects objects() {
    expire();
    List<ObjectReport> ended = new ArrayList<>(recent.size());
    recent.descendingIterator().forEachRemaining(each -> ended.add(each.object()));
    return new ScenePort.Objects(now(), ended, Set.of());
  }

  /** Whether a picture was taken of an object that is there or kept. */
  synchronized boolean hasPicture(long id) {
    return Stream.concat(now.values().stream(), recent.stream().map(Ended::object))
        .anyMatch(object -> object.id() == id && object.hasPicture());
  }

  /** Who is in the zones; a zone that is empty isn't there. */
  synchronized Map<String, ScenePort.Occupancy> occupancy() {
    return Map.copyOf(zones);
  }

  /** The zones with somebody in them. */
  synchronized Set<String> occupied() {
    return Set.copyOf(zones.keySet());
  }
}
