package sluice.stage.track;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sluice.core.Detection;

/**
 * Holds the detections of one frame to those of the ones before: ByteTrack's association in two
 * stages (Zhang and others, ECCV 2022, arXiv 2110.06864) with everything in seconds of media time,
 * so that frames that were dropped or come late don't break objects. Boxes of objects that are
 * unseen are widened (as by Yang and others, WACV 2023, arXiv 2211.14317, but by time). Pure: the
 * same frames give the same objects on every run. For one thread.
 */
public final class ObjectTracker {
  /** Most objects that are held at once, confirmed or not; it bounds work and memory. */
  public static final int MOST = 300;

  private static final double NANOS = 1e9;
  private static final double FIRST_GAIN = 0.25;
  private static final double SECOND_GAIN = 0.5;
  private static final double TENTATIVE_GAIN = 0.3;
  private static final double SECOND_STAGE_SECONDS = 0.5;
  private static final double TENTATIVE_SECONDS = 0.4;
  private static final double TENTATIVE_INTERVALS = 2.5;
  private static final double WIDENING = 0.5;
  private static final double MOST_WIDENING = 0.5;
  private static final double SEEN_SECONDS = 1.0 / 30;
  private static final int CONFIRMING_HITS = 2;

  private final TrackerSettings settings;
  private final MotionModel model;
  private final Assignment assignment = new Assignment();
  private final List<Track> tracks = new ArrayList<>();
  private final List<TrackedObject> ended = new ArrayList<>();
  private long[] ids = new long[16];
  private boolean[] taken = new boolean[16];
  private int[] candidates = new int[16];
  private double aspect = 1;
  private long now = Long.MIN_VALUE;
  private long frame;
  private double interval;
  private long lastId;

  /** No objects yet. */
  public ObjectTracker(TrackerSettings settings) {
    this(settings, MotionModel.DEFAULT);
  }

  ObjectTracker(TrackerSettings settings, MotionModel model) {
    this.settings = settings;
    this.model = model;
  }

  /**
   * Takes a frame's detections in. Afterwards {@link #id} has the objects' ids, {@link #objects}
   * who is held and {@link #ended} who is not any more.
   *
   * @param time media time of the frame, in nanoseconds
   * @param pictureAspect width of the displayed picture by its height
   * @param detections boxes of the frame, from the low threshold on
   */
  public void update(long time, double pictureAspect, List<Detection> detections) {
    ended.clear();
    aspect = pictureAspect;
    forward(time);
    prepare(detections.size());
    associate(detections);
    begin(detections);
    forget();
  }

  private void forward(long time) {
    boolean first = now == Long.MIN_VALUE;
    double seconds = first ? 0 : (time - now) / NANOS;
    if (seconds < 0 || seconds > settings.maxGap().toNanos() / NANOS) {
      endAll();
      seconds = 0;
    }
    if (seconds > 0) {
      interval = interval == 0 ? seconds : interval + (seconds - interval) * 0.2;
      for (Track track : tracks) {
        track.predict(seconds, track.lastFrame == frame);
      }
    }
    now = time;
    frame++;
  }

  private void prepare(int count) {
    if (ids.length < count) {
      ids = new long[2 * count];
      taken = new boolean[2 * count];
    }
    Arrays.fill(ids, 0, count, 0);
    Arrays.fill(taken, 0, count, false);
    if (candidates.length < tracks.size()) {
      candidates = new int[2 * tracks.size()];
    }
  }

  private void associate(List<Detection> detections) {
    float high = settings.highThreshold();
    int count = candidatesOf(true, Double.POSITIVE_INFINITY);
    match(count, detections, high, Float.MAX_VALUE, FIRST_GAIN, true);
    count = candidatesOf(true, SECOND_STAGE_SECONDS);
    match(count, detections, settings.lowThreshold(), high, SECOND_GAIN, false);
    count = candidatesOf(false, Double.POSITIVE_INFINITY);
    match(count, detections, high, Float.MAX_VALUE, TENTATIVE_GAIN, true);
  }

  /** Numbers of the tracks that aren't seen in this frame yet. */
  private int candidatesOf(boolean confirmed, double seconds) {
    int count = 0;
    for (int i = 0; i < tracks.size(); i++) {
      Track track = tracks.get(i);
      if (track.isConfirmed() == confirmed
          && track.lastFrame < frame
          && (now - track.lastSeen) / NANOS <= seconds) {
        candidates[count++] = i;
      }
    }
    return count;
  }

  private void match(
      int count,
      List<Detection> detections,
      float from,
      float below,
      double least,
      boolean byScore) {
    assignment.begin(count, detections.size());
    for (int i = 0; i < count; i++) {
      Track track = tracks.get(candidates[i]);
      double widening = widening((now - track.lastSeen) / NANOS);
      for (int d = 0; d < detections.size(); d++) {
        Detection detection = detections.get(d);
        float confidence = detection.confidence();
        if (!taken[d]
            && confidence >= from
            && confidence < below
            && detection.labelId() == track.label) {
          double value = Overlap.of(track, detection, aspect, widening);
          assignment.allow(i, d, (byScore ? value * confidence : value) - least);
        }
      }
    }
    assignment.solve();
    for (int i = 0; i < count; i++) {
      int d = assignment.column(i);
      if (d >= 0) {
        take(tracks.get(candidates[i]), d, detections.get(d));
      }
    }
  }

  private static double widening(double seconds) {
    return Math.clamp(WIDENING * (seconds - SEEN_SECONDS), 0, MOST_WIDENING);
  }

  private void take(Track track, int number, Detection detection) {
    taken[number] = true;
    track.correct(detection, frame, now, aspect);
    if (!track.isConfirmed() && track.hits >= CONFIRMING_HITS) {
      track.id = ++lastId;
    }
    ids[number] = track.id;
  }

  private void begin(List<Detection> detections) {
    for (int d = 0; d < detections.size() && tracks.size() < MOST; d++) {
      Detection detection = detections.get(d);
      if (!taken[d] && detection.confidence() >= settings.newObjectThreshold()) {
        tracks.add(new Track(model, detection, frame, now, aspect));
      }
    }
  }

  private void forget() {
    double tentative = Math.max(TENTATIVE_SECONDS, TENTATIVE_INTERVALS * interval);
    double lost = settings.lostTime().toNanos() / NANOS;
    int kept = 0;
    for (int i = 0; i < tracks.size(); i++) {
      Track track = tracks.get(i);
      double unseen = (now - track.lastSeen) / NANOS;
      boolean stays = unseen <= (track.isConfirmed() ? lost : tentative) && isInside(track);
      if (stays) {
        tracks.set(kept++, track);
      } else {
        end(track);
      }
    }
    tracks.subList(kept, tracks.size()).clear();
  }

  private boolean isInside(Track track) {
    return track.right > 0 && track.bottom > 0 && track.left < aspect && track.top < 1;
  }

  private void endAll() {
    tracks.forEach(this::end);
    tracks.clear();
    interval = 0;
  }

  private void end(Track track) {
    if (track.isConfirmed()) {
      ended.add(described(track));
    }
  }

  private static TrackedObject described(Track track) {
    return new TrackedObject(
        track.id, track.detection, track.firstSeen, track.lastSeen, track.hits);
  }

  /** The id of a detection's object in the last frame; 0 where it is of none that is confirmed. */
  public long id(int detection) {
    return ids[detection];
  }

  /** All confirmed objects, seen in the last frame or not, oldest first. */
  public List<TrackedObject> objects() {
    List<TrackedObject> confirmed = new ArrayList<>(tracks.size());
    for (Track track : tracks) {
      if (track.isConfirmed()) {
        confirmed.add(described(track));
      }
    }
    return confirmed;
  }

  /** Objects that ended with the last frame; valid until the next. */
  public List<TrackedObject> ended() {
    return ended;
  }
}
