package sluice.stage.objects;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sluice.core.Detection;
import sluice.core.Direction;
import sluice.core.Frame;
import sluice.core.FrameResult;
import sluice.core.MotionState;
import sluice.core.ObjectState;
import sluice.core.ObjectState.LineCrossing;
import sluice.core.Picture;
import sluice.core.Point;
import sluice.core.Predictions;
import sluice.core.SceneState;
import sluice.core.StreamObserver;
import sluice.core.scene.ObjectPictures;
import sluice.core.scene.SceneEvent;
import sluice.core.scene.SceneEvent.EndReason;
import sluice.core.scene.SceneEvent.ObjectPhase;
import sluice.core.scene.SceneListener;
import sluice.core.scene.SceneMemory;
import sluice.core.scene.SceneSettings;
import sluice.stage.analytics.MonitorEvent;
import sluice.stage.analytics.SceneAnalyzer;
import sluice.stage.track.EndedObject;
import sluice.stage.track.ObjectTracker;
import sluice.stage.track.TrackedObject;

/**
 * Follows the objects of one session from frame to frame, watches lines and zones, and tells what
 * happens. For one thread.
 */
final class SceneFollower {
  private static final long LEAST_BETWEEN_UPDATES = Duration.ofSeconds(1).toNanos();
  private static final long MOST_BETWEEN_UPDATES = Duration.ofSeconds(60).toNanos();

  private final SceneMemory memory;
  private final SceneListener listener;
  private final ObjectPictures pictures;
  private final StreamObserver observer;
  private final ObjectTracker tracker;
  private final SceneAnalyzer analyzer = new SceneAnalyzer(List.of(), List.of());
  private final Map<Long, SceneObject> objects = new LinkedHashMap<>();
  private final Map<Long, List<LineCrossing>> crossings = new LinkedHashMap<>();

  private SceneSettings settings;
  private float threshold;
  private ObjectFilter filter;

  /** The objects of the frame's detections, by their places. */
  private @Nullable SceneObject[] seen = new SceneObject[16];

  private List<ClassifierQueue> classifiers = List.of();
  private SceneState state = SceneState.NONE;
  private long countsVersion = -1;
  private boolean stateChanged = true;

  /** Media time and date of the frame that is worked on, or of the last one. */
  private long time;

  private Instant date = Instant.EPOCH;

  /** Media time so far in which nothing moved, by the last frame. */
  private long still;

  /**
   * Has seen nothing.
   *
   * @param threshold least confidence of what counts, 0 to 1
   * @param memory what outlives the session
   * @param listener told what happens
   * @param pictures keeps the best picture of each object
   * @param observer told of second models
   */
  SceneFollower(
      SceneSettings settings,
      double threshold,
      SceneMemory memory,
      SceneListener listener,
      ObjectPictures pictures,
      StreamObserver observer) {
    this.observer = observer;
    this.memory = memory;
    this.listener = listener;
    this.pictures = pictures;
    this.settings = settings;
    tracker = new ObjectTracker(settings.objects(), memory::nextId);
    filter = new ObjectFilter(settings.objects());
    configure(settings, threshold);
  }

  /** Goes on by other settings; objects, and lines and zones that are the same, stay. */
  void configure(SceneSettings newSettings, double newThreshold) {
    settings = newSettings;
    threshold = (float) newThreshold; // as confidences are
    filter = new ObjectFilter(settings.objects());
    tracker.configure(settings.objects(), threshold);
    analyzer.configure(settings.lines().values(), settings.zones().values());
    stateChanged = true;
  }

  /** Asks these second models from now on; what those that stay were asked of objects counts on. */
  void classifyBy(List<ObjectClassifier> wanted) {
    takeAnswers();
    List<ClassifierQueue> before = classifiers;
    classifiers =
        wanted.stream()
            .map(
                classifier ->
                    before.stream()
                        .filter(queue -> queue.classifier().equals(classifier))
                        .findFirst()
                        .orElseGet(() -> new ClassifierQueue(classifier, observer)))
            .toList();
  }

  private void takeAnswers() {
    for (ClassifierQueue queue : classifiers) {
      queue.takeAnswers(
          (id, attributes) -> {
            SceneObject object = objects.get(id);
            if (object != null) {
              object.attributes(queue.classifier().settings().model(), attributes);
            }
          });
    }
  }

  /** Takes a frame's detections in; its objects get their states. */
  FrameResult follow(FrameResult result) {
    Frame frame = result.frame();
    Picture picture = frame.picture();
    double aspect = (double) picture.displayWidth() / picture.displayHeight();
    time = frame.timestampNanos();
    date = frame.systemTimestamp();
    crossings.clear();
    takeAnswers();
    List<Detection> detections = filter.unmasked(result.detections());
    tracker.update(time, stillTime(frame), aspect, detections);
    List<EndedObject> ended = List.copyOf(tracker.ended());
    ended.forEach(each -> analyzer.ended(each.object().id()));
    prepare(detections.size());
    for (int i = 0; i < detections.size(); i++) {
      if (tracker.id(i) != 0) {
        SceneObject object = follow(i, detections, picture, aspect);
        object.at(frame.motion());
        seen[i] = object;
      }
    }
    analyzer.advance(time);
    tellMonitors();
    ended.forEach(this::end);
    tellUpdates();
    Predictions predictions = result.predictions();
    return result
        .predictions(
            new Predictions(
                described(detections, aspect), predictions.classes(), predictions.attributes()))
        .in(sceneState());
  }

  /** For how long, since the last frame, pictures were left out in which nothing moved. */
  private long stillTime(Frame frame) {
    MotionState motion = frame.motion();
    long before = still;
    still = motion == null ? 0 : motion.stillNanos();
    return Math.max(0, still - before);
  }

  /** Whether the last frame has anything that doesn't stay where it is, or may soon be followed. */
  boolean isBusy() {
    return tracker.hasTentative()
        || objects.values().stream().anyMatch(object -> object.mayMove() && object.isIn(time));
  }

  /** Whether anything is looked for that moved and is not in the last frame. */
  boolean isSearching() {
    return objects.values().stream().anyMatch(object -> object.mayMove() && !object.isIn(time));
  }

  /**
   * The next time at which there is something to tell although nothing moves.
   *
   * @return media time in nanoseconds, after the last frame's; {@link Long#MAX_VALUE} for none
   */
  long due() {
    long due = analyzer.due(time);
    long least = settings.objects().minDuration().toNanos();
    for (SceneObject object : objects.values()) {
      boolean waits = !object.isTold && object.start + least > time;
      due = waits ? Math.min(due, object.start + least) : due;
    }
    return due;
  }

  private void prepare(int count) {
    if (seen.length < count) {
      seen = new SceneObject[2 * count];
    }
    Arrays.fill(seen, null);
  }

  private SceneObject follow(
      int number, List<Detection> detections, Picture picture, double aspect) {
    Detection detection = detections.get(number);
    long id = tracker.id(number);
    SceneObject object = objects.computeIfAbsent(id, _ -> begin(tracker.object(number)));
    Point anchor = settings.objects().anchor().of(detection.box().clamp());
    object.seen(detection, time, anchor);
    if (object.stationary.seen(
        time,
        object.recent.box(),
        detection.box(),
        aspect,
        settings.objects().anchor(),
        settings.objects().stationaryAfter().toNanos())) {
      tracker.setStationary(id, object.stationary.isStationary());
      object.hasChanged = true;
    }
    boolean asksPicture = settings.objects().pictures() || !classifiers.isEmpty();
    double quality = asksPicture ? PictureQuality.of(number, detections) : 0;
    keepPicture(object, quality, detection, picture);
    if (object.isTold) {
      analyzer.seen(object.key, object.label(), time, anchor, aspect);
    } else if (isReal(object, aspect)) {
      object.isTold = true;
      tell(object, ObjectPhase.START, Optional.empty());
      for (SceneObject.Place place : object.takeWay()) {
        analyzer.seen(object.key, object.label(), place.time(), place.anchor(), aspect);
      }
    }
    if (object.isTold) {
      for (ClassifierQueue queue : classifiers) {
        queue.offer(id, object.label(), picture, detection.box().clamp(), quality, time);
      }
    }
    return object;
  }

  private SceneObject begin(TrackedObject tracked) {
    Instant startedAt = date.minusNanos(time - tracked.firstSeen());
    return new SceneObject(
        tracked.id(), tracked.detection(), tracked.firstSeen(), startedAt, tracked.hits());
  }

  /** Whether it may be told of an object. */
  private boolean isReal(SceneObject object, double aspect) {
    return object.recent.confidence() >= threshold
        && time - object.start >= settings.objects().minDuration().toNanos()
        && filter.accepts(object.recent.box(), aspect);
  }

  private void keepPicture(
      SceneObject object, double quality, Detection detection, Picture picture) {
    if (settings.objects().pictures() && quality > object.pictureQuality * PictureQuality.BETTER) {
      object.pictureQuality = quality;
      object.hasChanged = true;
      pictures.better(object.id, picture, detection.box().clamp());
    }
  }

  private void tellMonitors() {
    for (MonitorEvent event : analyzer.drain()) {
      switch (event) {
        case MonitorEvent.LineCrossed crossed -> tellLine(crossed);
        case MonitorEvent.ZoneEntered entered ->
            tellZone(
                entered.object(),
                entered.zone(),
                SceneEvent.ZonePhase.ENTER,
                entered.time(),
                time - entered.time(),
                false);
        case MonitorEvent.ZoneDwelled dwelled ->
            tellZone(
                dwelled.object(),
                dwelled.zone(),
                SceneEvent.ZonePhase.DWELL,
                dwelled.since(),
                dwelled.time() - dwelled.since(),
                false);
        case MonitorEvent.ZoneLeft left ->
            tellZone(
                left.object(),
                left.zone(),
                SceneEvent.ZonePhase.EXIT,
                left.since(),
                left.time() - left.since(),
                left.ended());
        case MonitorEvent.OccupancyChanged change -> {
          stateChanged = true;
          listener.happened(
              new SceneEvent.OccupancyChanged(
                  time,
                  date,
                  change.zone(),
                  change.counts(),
                  change.counts().values().stream().mapToInt(Integer::intValue).sum(),
                  change.crowded()));
        }
      }
    }
  }

  private void tellLine(MonitorEvent.LineCrossed crossed) {
    SceneObject object = objects.get(crossed.object());
    if (object == null) {
      return;
    }
    memory.counts().add(crossed.line(), crossed.direction(), object.label());
    crossings
        .computeIfAbsent(object.id, _ -> new ArrayList<>())
        .add(new LineCrossing(crossed.line(), crossed.direction()));
    listener.happened(
        new SceneEvent.LineCrossed(
            time,
            date,
            crossed.line(),
            crossed.direction(),
            Optional.ofNullable(settings.lines().get(crossed.line()))
                .flatMap(line -> line.called(crossed.direction())),
            object.reference(),
            crossed.time(),
            memory.counts().total(crossed.line(), Direction.IN),
            memory.counts().total(crossed.line(), Direction.OUT)));
  }

  private void tellZone(
      long id, String zone, SceneEvent.ZonePhase phase, long since, long nanos, boolean ended) {
    SceneObject object = objects.get(id);
    if (object == null) {
      return;
    }
    switch (phase) {
      case ENTER -> object.enter(zone);
      case EXIT -> object.leave(zone);
      case DWELL -> {}
    }
    listener.happened(
        new SceneEvent.ZoneChanged(
            time, date, zone, phase, object.reference(), since, Duration.ofNanos(nanos), ended));
  }

  private void end(EndedObject ended) {
    SceneObject object = objects.remove(ended.object().id());
    if (object == null) {
      return;
    }
    if (object.isTold) {
      tell(object, ObjectPhase.END, Optional.of(ended.reason()));
    }
    pictures.forget(object.id);
    classifiers.forEach(queue -> queue.forget(object.id));
  }

  private void tellUpdates() {
    for (SceneObject object : objects.values()) {
      long since = time - object.toldAt;
      if (object.isTold
          && (since >= MOST_BETWEEN_UPDATES
              || (object.hasChanged && since >= LEAST_BETWEEN_UPDATES))) {
        tell(object, ObjectPhase.UPDATE, Optional.empty());
      }
    }
  }

  private void tell(SceneObject object, ObjectPhase phase, Optional<EndReason> reason) {
    object.toldAt = time;
    object.hasChanged = false;
    pictures.settle(object.id);
    listener.happened(new SceneEvent.ObjectChanged(time, date, phase, object.report(), reason));
  }

  /** The detections that go on, those of objects that were told with their states. */
  private List<Detection> described(List<Detection> detections, double aspect) {
    List<Detection> kept = new ArrayList<>(detections.size());
    for (int i = 0; i < detections.size(); i++) {
      Detection detection = detections.get(i);
      SceneObject object = seen[i];
      if (object != null && object.isTold) {
        kept.add(detection.withObject(stateOf(object)));
      } else if (detection.confidence() >= threshold && filter.accepts(detection.box(), aspect)) {
        kept.add(detection);
      }
    }
    return kept;
  }

  private ObjectState stateOf(SceneObject object) {
    return new ObjectState(
        object.id,
        object.stationary.isStationary(),
        analyzer.staysOf(object.key, time),
        crossings.getOrDefault(object.key, List.of()),
        object.attributes(),
        object.trail());
  }

  private SceneState sceneState() {
    long version = memory.counts().version();
    if (stateChanged || version != countsVersion) {
      stateChanged = false;
      countsVersion = version;
      state = SceneStates.of(settings, memory.counts(), analyzer);
    }
    return state;
  }

  /** Ends all objects, which is told. */
  void end() {
    takeAnswers();
    tracker.endStream();
    List<EndedObject> ended = List.copyOf(tracker.ended());
    ended.forEach(each -> analyzer.ended(each.object().id()));
    tellMonitors();
    ended.forEach(this::end);
    objects.clear();
  }
}
