package sluice.stage.objects;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sluice.core.Attribute;
import sluice.core.Box;
import sluice.core.Detection;
import sluice.core.MotionState;
import sluice.core.Point;
import sluice.core.Trail;
import sluice.core.scene.ObjectReport;
import sluice.core.scene.SceneEvent.ObjectReference;

/** What is known of one object. Times are of the media, in nanoseconds. For one thread. */
final class SceneObject {
  /** Places that are kept of an object of which nothing was told yet. */
  private static final int MOST_PLACES = 256;

  /** A place on the way of an object. */
  record Place(long time, Point anchor) {}

  final long id;

  /** The number as a key of maps: boxed once, not in each frame. */
  final Long key;

  final long start;
  final Instant startedAt;
  final StationaryDetector stationary;
  final RecentBoxes recent = new RecentBoxes();

  /** Where it was before it was told; lines and zones learn it then. */
  private final Deque<Place> untold = new ArrayDeque<>();

  private final Set<String> entered = new LinkedHashSet<>();
  private final List<String> zones = new ArrayList<>();
  private final Map<String, List<Attribute>> byModel = new LinkedHashMap<>();
  private List<Attribute> attributes = List.of();
  private Detection detection;
  private long lastSeen;
  private float topConfidence;
  private long frames;
  private Trail trail = Trail.NONE;
  private boolean mayMove;

  boolean isTold;
  boolean hasChanged;
  long toldAt;
  double pictureQuality;

  SceneObject(long id, Detection detection, long start, Instant startedAt, long hits) {
    this.id = id;
    key = id;
    this.detection = detection;
    this.start = start;
    this.startedAt = startedAt;
    stationary = new StationaryDetector(detection.box(), start);
    frames = hits - 1; // the frame that it is seen in follows
  }

  /** It is in a frame. */
  void seen(Detection now, long time, Point anchor) {
    detection = now;
    lastSeen = time;
    frames++;
    topConfidence = Math.max(topConfidence, now.confidence());
    recent.add(now.box(), now.confidence());
    trail = trail.with(anchor);
    if (!isTold) {
      if (untold.size() == MOST_PLACES) {
        untold.removeFirst();
      }
      untold.addLast(new Place(time, anchor));
    }
  }

  /** Whether it was seen at a time, or later. */
  boolean isIn(long time) {
    return lastSeen >= time;
  }

  /**
   * Keeps whether anything moved at its place in a frame that it is in.
   *
   * @param motion null where motion isn't looked for
   */
  void at(@Nullable MotionState motion) {
    mayMove |=
        motion == null
            || motion.regions().stream().anyMatch(region -> region.intersection(box()) > 0);
  }

  /**
   * Whether it may go on to another place. One that appeared where nothing moves, and has stayed
   * there since, was there before: it was only not found.
   */
  boolean mayMove() {
    return !stationary.isStationary() && (mayMove || stationary.hasMoved());
  }

  /** Its way so far, which is then forgotten. */
  List<Place> takeWay() {
    List<Place> way = List.copyOf(untold);
    untold.clear();
    return way;
  }

  void enter(String zone) {
    zones.add(zone);
    entered.add(zone);
    hasChanged = true;
  }

  void leave(String zone) {
    zones.remove(zone);
    hasChanged = true;
  }

  /** What a second model says of it. */
  void attributes(String model, List<Attribute> others) {
    if (!others.equals(byModel.put(model, others))) {
      attributes = byModel.values().stream().flatMap(List::stream).toList();
      hasChanged = true;
    }
  }

  List<Attribute> attributes() {
    return attributes;
  }

  String label() {
    return detection.label();
  }

  Box box() {
    return detection.box();
  }

  Trail trail() {
    return trail;
  }

  ObjectReference reference() {
    return new ObjectReference(id, label(), box());
  }

  ObjectReport report() {
    return new ObjectReport(
        id,
        label(),
        detection.labelId(),
        detection.confidence(),
        topConfidence,
        box(),
        start,
        startedAt,
        lastSeen,
        zones,
        List.copyOf(entered),
        stationary.isStationary(),
        frames,
        attributes,
        pictureQuality > 0);
  }
}
