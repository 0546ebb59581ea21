package sluice.stage.events;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sluice.core.Box;
import sluice.core.Detection;
import sluice.core.ObjectState;
import sluice.core.recording.EventPart;
import sluice.core.recording.EventPoint;
import sluice.core.recording.RecordedEvent;

/** An event as its stream's builder knows it. Times without a date are of the builder's clock. */
final class OpenEvent {
  private static final float EDGE = 0.002f;
  private static final double CUT_OFF = 0.5;

  private final String id;
  private final String stream;
  private final String label;
  private final Optional<Long> object;
  private final Instant startsAt;
  private final Set<String> lines = new LinkedHashSet<>();
  private final Set<String> zones = new LinkedHashSet<>();
  private final List<EventPoint> path = new ArrayList<>();
  private final List<EventPart> finished = new ArrayList<>();

  private int part = 1;
  private Instant partStartsAt;
  private long partStart;
  private long pathAt;
  private float score;
  private double pictureQuality;
  private boolean hasPicture;
  private long askedAt;
  private boolean asked;

  Instant seenAt;
  long awakeAt;
  Box box;
  boolean told;
  boolean changed = true;
  long toldAt;

  OpenEvent(
      String id,
      String stream,
      String label,
      Optional<Long> object,
      Instant startsAt,
      Instant at,
      long clock,
      Box box) {
    this.id = id;
    this.stream = stream;
    this.label = label;
    this.object = object;
    this.startsAt = startsAt;
    this.partStartsAt = startsAt;
    this.partStart = clock;
    this.pathAt = clock - EventRules.PATH_STEP.toNanos();
    this.seenAt = at;
    this.box = box;
  }

  String id() {
    return id;
  }

  String label() {
    return label;
  }

  /** Whether it may go on with something that is seen now and has no event. */
  boolean goesOnWith(Detection detection, Instant at, boolean tracked) {
    boolean soon = !at.isBefore(seenAt) && !at.isAfter(seenAt.plus(EventRules.MERGE));
    return soon
        && label.equals(detection.label())
        && object.isPresent() == tracked
        && (!tracked || box.intersectionOverUnion(detection.box()) >= EventRules.SAME_PLACE);
  }

  /**
   * It is seen.
   *
   * @param clock the builder's
   * @param awake the builder's time in which something moved
   */
  void see(Detection detection, Instant at, long clock, long awake) {
    if (clock - partStart >= EventRules.LONGEST_PART.toNanos()) {
      cut(at, clock);
    }
    seenAt = at;
    awakeAt = awake;
    box = detection.box();
    score = Math.max(score, detection.confidence());
    detection.object().ifPresent(this::take);
    if (clock - pathAt >= EventRules.PATH_STEP.toNanos()) {
      pathAt = clock;
      path.add(
          new EventPoint(
              at, box.xMin(), box.yMin(), box.xMax(), box.yMax(), detection.confidence()));
    }
  }

  private void cut(Instant at, long clock) {
    finished.add(currentPart());
    part++;
    partStartsAt = at;
    partStart = clock;
    path.clear();
    changed = true;
  }

  private void take(ObjectState state) {
    state.crossings().forEach(crossing -> add(lines, crossing.line()));
    state.zones().forEach(stay -> add(zones, stay.zone()));
  }

  private void add(Set<String> names, String name) {
    if (names.size() < EventRules.MOST_NAMES && names.add(name)) {
      changed = true;
    }
  }

  /** Whether what is seen now may be its best picture; no more than once in a while. */
  boolean wantsPicture(Detection detection, long clock) {
    return (!asked || clock - askedAt >= EventRules.LEAST_BETWEEN.toNanos())
        && quality(detection) > pictureQuality * EventRules.BETTER;
  }

  /** A picture was offered. */
  void offered(Detection detection, long clock, boolean taken) {
    asked = true;
    askedAt = clock;
    if (taken) {
      pictureQuality = quality(detection);
      changed |= !hasPicture;
      hasPicture = true;
    }
  }

  /** Confident, large and whole is best. */
  private static double quality(Detection detection) {
    Box box = detection.box();
    boolean whole =
        box.xMin() >= EDGE
            && box.yMin() >= EDGE
            && box.xMax() <= 1 - EDGE
            && box.yMax() <= 1 - EDGE;
    return detection.confidence() * box.clamp().area() * (whole ? 1 : CUT_OFF);
  }

  private EventPart currentPart() {
    return new EventPart(part, partStartsAt, seenAt, path);
  }

  /** The parts that have changed since this was asked last. */
  List<EventPart> takeParts() {
    List<EventPart> result = new ArrayList<>(finished);
    finished.clear();
    result.add(currentPart());
    return result;
  }

  RecordedEvent snapshot(EventRules rules, boolean open) {
    return new RecordedEvent(
        id,
        stream,
        label,
        object,
        startsAt,
        seenAt,
        open,
        score,
        List.copyOf(lines),
        List.copyOf(zones),
        startsAt.minus(rules.preRoll()),
        seenAt.plus(rules.postRoll()),
        hasPicture,
        false);
  }
}
