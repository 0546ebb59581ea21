package sluice.stage.track;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import sluice.core.Detection;
import sluice.core.scene.ObjectSettings;
import sluice.core.scene.SceneEvent.EndReason;

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
  private static final double SAME_ASPECT = 0.01;

  private final LongSupplier nextId;
  private final MotionModel model;
  private final Duplicates duplicates = new Duplicates();
  private final Assignment assignment = new Assignment();
  private final List<Track> tracks = new ArrayList<>();
  private final List<EndedObject> ended = new ArrayList<>();
  private ObjectSettings settings;
  private double newThreshold;
  private @Nullable Track[] seen = new Track[16];
  private boolean[] taken = new boolean[16];
  private int[] candidates = new int[16];
  private double aspect = 1;
  private long now = Long.MIN_VALUE;
  private long frame;
  private double interval;

  /**
   * No objects yet.
   *
   * @param nextId gives each object a number, from 1, that no other has
   */
  public ObjectTracker(ObjectSettings settings, LongSupplier nextId) {
    this(settings, nextId, MotionModel.DEFAULT);
  }

  ObjectTracker(ObjectSettings settings, LongSupplier nextId, MotionModel model) {
    this.settings = settings;
    this.nextId = nextId;
    this.model = model;
    newThreshold = settings.newThreshold();
  }

  /**
   * Goes on by other settings; objects stay.
   *
   * @param threshold least confidence of what counts; an object doesn't begin below it
   */
  public void configure(ObjectSettings other, double threshold) {
    settings = other;
    newThreshold = Math.max(other.newThreshold(), threshold);
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
    update(time, 0, pictureAspect, detections);
  }

  /**
   * Takes in the detections of a frame before which pictures were left out since nothing moved in
   * them: no pause, and objects are where they were.
   *
   * @param time media time of the frame, in nanoseconds
   * @param still how much of the time since the last frame that was, in nanoseconds
   * @param pictureAspect width of the displayed picture by its height
   * @param detections boxes of the frame, from the low threshold on
   */
  public void update(long time, long still, double pictureAspect, List<Detection> detections) {
    ended.clear();
    if (Math.abs(pictureAspect / aspect - 1) > SAME_ASPECT) {
      endAll();
    }
    aspect = pictureAspect;
    forward(time, still);
    prepare(detections.size());
    associate(detections);
    begin(detections);
    endDuplicates();
    forget();
  }

  /** Ends all objects, as where the stream does; {@link #ended} has them. */
  public void endStream() {
    ended.clear();
    endAll();
  }

  /**
   * Looks for an object longer than for others, or no longer: one that stays where it is comes back
   * there. Unknown ones are passed over.
   */
  public void setStationary(long object, boolean stationary) {
    for (Track track : tracks) {
      if (track.id == object) {
        track.isStationary = stationary;
      }
    }
  }

  private void forward(long time, long still) {
    boolean first = now == Long.MIN_VALUE;
    double seconds = first ? 0 : (time - now) / NANOS;
    if (seconds < 0 || seconds - still / NANOS > settings.maxGap().toNanos() / NANOS) {
      endAll();
      seconds = 0;
    }
    if (seconds > 0) {
      if (still == 0) {
        interval = interval == 0 ? seconds : interval + (seconds - interval) * 0.2;
      }
      for (Track track : tracks) {
        track.predict(seconds, still == 0 && track.lastFrame == frame);
      }
    }
    now = time;
    frame++;
  }

  private void prepare(int count) {
    if (seen.length < count) {
      seen = new Track[2 * count];
      taken = new boolean[2 * count];
    }
    Arrays.fill(seen, null);
    Arrays.fill(taken, 0, count, false);
    if (candidates.length < tracks.size()) {
      candidates = new int[2 * tracks.size()];
    }
  }

  private void associate(List<Detection> detections) {
    float high = (float) settings.highThreshold();
    int count = candidatesOf(true, Double.POSITIVE_INFINITY);
    match(count, detections, high, Float.MAX_VALUE, FIRST_GAIN, true);
    count = candidatesOf(true, SECOND_STAGE_SECONDS);
    match(count, detections, (float) settings.lowThreshold(), high, SECOND_GAIN, false);
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
      double widening = track.isStationary ? 0 : widening((now - track.lastSeen) / NANOS);
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
      track.id = nextId.getAsLong();
    }
    seen[number] = track;
  }

  private void begin(List<Detection> detections) {
    for (int d = 0; d < detections.size() && tracks.size() < MOST; d++) {
      Detection detection = detections.get(d);
      if (!taken[d] && detection.confidence() >= newThreshold) {
        tracks.add(new Track(model, detection, frame, now, aspect));
      }
    }
  }

  /** Two boxes for one object, frame after frame: the younger of the two goes. */
  private void endDuplicates() {
    for (Track track : duplicates.find(tracks, frame)) {
      tracks.remove(track);
      end(track, EndReason.LOST);
    }
  }

  private void forget() {
    double tentative = Math.max(TENTATIVE_SECONDS, TENTATIVE_INTERVALS * interval);
    double lost = settings.lostTime().toNanos() / NANOS;
    double stationary = Math.max(lost, settings.stationaryLostTime().toNanos() / NANOS);
    int kept = 0;
    for (int i = 0; i < tracks.size(); i++) {
      Track track = tracks.get(i);
      double unseen = (now - track.lastSeen) / NANOS;
      double limit = track.isStationary ? stationary : track.isConfirmed() ? lost : tentative;
      if (!isInside(track)) {
        end(track, EndReason.LEFT);
      } else if (unseen > limit) {
        end(track, EndReason.LOST);
      } else {
        tracks.set(kept++, track);
      }
    }
    tracks.subList(kept, tracks.size()).clear();
  }

  private boolean isInside(Track track) {
    return track.right > 0 && track.bottom > 0 && track.left < aspect && track.top < 1;
  }

  private void endAll() {
    for (Track track : tracks) {
      end(track, EndReason.STREAM);
    }
    tracks.clear();
    interval = 0;
  }

  private void end(Track track, EndReason reason) {
    if (track.isConfirmed()) {
      ended.add(new EndedObject(described(track), reason));
    }
  }

  private static TrackedObject described(Track track) {
    return new TrackedObject(
        track.id, track.detection, track.firstSeen, track.lastSeen, track.hits);
  }

  /** The id of a detection's object in the last frame; 0 where it is of none that is confirmed. */
  public long id(int detection) {
    Track track = seen[detection];
    return track == null ? 0 : track.id;
  }

  /**
   * The object of a detection in the last frame.
   *
   * @throws IllegalArgumentException where {@link #id} is 0
   */
  public TrackedObject object(int detection) {
    Track track = seen[detection];
    if (track == null || !track.isConfirmed()) {
      throw new IllegalArgumentException("no object: detection " + detection);
    }
    return described(track);
  }

  /** Whether anything was seen in the last frame that may yet become an object. */
  public boolean hasTentative() {
    return tracks.stream().anyMatch(track -> !track.isConfirmed() && track.lastFrame == frame);
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
  public List<EndedObject> ended() {
    return ended;
  }
}
