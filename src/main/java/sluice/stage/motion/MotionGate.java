package sluice.stage.motion;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.core.MotionPhase;
import sluice.core.MotionState;
import sluice.core.Picture;
import sluice.core.StreamObserver;
import sluice.core.scene.SceneSettings;

/**
 * The gate of one session of a stream: while something moves, or did so shortly before, or an
 * object is followed that isn't stationary, all pictures pass; else a few each now and then, and
 * one whenever a zone, a line or an object has something to tell by then. It is asked of pictures
 * that are due by the stream's rate only, on the decoder's thread; at higher rates it looks at some
 * ten a second, and those between share the last one's answer. Where motion isn't looked for, it
 * costs nothing.
 *
 * <p>What objects do is known when a frame's result is there. Where every frame is worked on, the
 * gate waits for the results that it needs before it leaves a picture out, so that a recording
 * gives the same frames at any speed; a live stream goes by the results that there are.
 */
public final class MotionGate {
  private static final Logger LOG = LoggerFactory.getLogger(MotionGate.class);

  /** Frames pass so often at least while an object is looked for that had moved. */
  private static final long SEARCH_INTERVAL = Duration.ofSeconds(1).toNanos();

  /** Media time between two looks, at least. */
  private static final long LEAST_BETWEEN_LOOKS = Duration.ofMillis(90).toNanos();

  /** Results that don't come within this, though frames are worked on, are not waited for. */
  private static final Duration MOST_WAIT = Duration.ofSeconds(10);

  private static final long NEVER = Long.MIN_VALUE / 2;
  private static final double NANOS = 1e9;

  private final boolean waits;
  private final StreamObserver observer;
  private volatile SceneSettings wanted;

  // For the decoder's thread.
  private @Nullable SceneSettings current;
  private @Nullable MotionDetector detector;
  private MotionDetector.Motion motion = new MotionDetector.Motion(true, List.of());
  private @Nullable MotionState state;
  private @Nullable String unread;
  private long lastPicture;
  private long lastLook = NEVER;
  private long lastMoved = NEVER;
  private long stillNanos;
  private boolean active;

  private final Object lock = new Object();
  private long lastPassed = NEVER;
  private long lastResult = NEVER;
  private boolean busy;
  private boolean searching;
  private long due = Long.MAX_VALUE;

  /**
   * A gate that has seen nothing.
   *
   * @param scene whether and how motion is looked for, and whether objects are followed
   * @param waits whether every frame that passes comes to its result
   * @param observer told of each picture that was asked of
   */
  public MotionGate(SceneSettings scene, boolean waits, StreamObserver observer) {
    this.wanted = scene;
    this.waits = waits;
    this.observer = observer;
  }

  /** A gate that lets all pictures pass and looks at none. */
  public static MotionGate off() {
    return new MotionGate(SceneSettings.NONE, false, StreamObserver.NONE);
  }

  /** Goes on by other settings from the next picture on; from any thread. */
  public void configure(SceneSettings scene) {
    wanted = scene;
  }

  /**
   * Whether a picture is worked on. For the decoder's thread, of pictures in their order.
   *
   * @param picture as it is displayed; only read, during the call
   * @param time its media time, in nanoseconds
   * @throws InterruptedException when interrupted while waiting for a result
   */
  public boolean admits(Picture picture, long time) throws InterruptedException {
    SceneSettings scene = wanted;
    if (!scene.motion().enabled()) {
      forget(scene);
      return true;
    }
    boolean first = detector == null;
    MotionDetector looking = detector(scene);
    long step = first ? 0 : time - lastPicture;
    lastPicture = time;
    if (time - lastLook >= LEAST_BETWEEN_LOOKS) {
      look(looking, picture, time);
    }
    // The first picture has no background to differ from: it passes, and holds nothing open.
    if (motion.moving() && !first) {
      lastMoved = time;
    }
    active = time - lastMoved <= scene.motion().hold().toNanos();
    boolean passes = passes(scene, time, step, first);
    if (!passes && step <= scene.objects().maxGap().toNanos()) {
      stillNanos += step;
    }
    state = new MotionState(active, motion.regions(), stillNanos);
    observer.motionSeen(active ? MotionPhase.MOVING : MotionPhase.IDLE, step);
    return passes;
  }

  /**
   * What is known of motion as of the last picture that was asked of; null where motion isn't
   * looked for. For the decoder's thread.
   */
  public @Nullable MotionState state() {
    return state;
  }

  /**
   * A frame that had passed has a result.
   *
   * @param time its media time, in nanoseconds
   * @param hasMoving whether an object is in it that doesn't stay where it is
   * @param looksForOne whether one is looked for that isn't in it
   * @param next media time at which a frame is needed though nothing moves, as there is something
   *     to tell then; {@link Long#MAX_VALUE} for none
   */
  void followed(long time, boolean hasMoving, boolean looksForOne, long next) {
    synchronized (lock) {
      lastResult = Math.max(lastResult, time);
      busy = hasMoving;
      searching = looksForOne;
      due = next;
      lock.notifyAll();
    }
  }

  /** No more pictures come. For the decoder's thread. */
  public void end() {
    forget(wanted);
  }

  private void forget(SceneSettings scene) {
    if (detector != null) {
      observer.motionSeen(MotionPhase.OFF, 0);
    }
    current = scene;
    detector = null;
    state = null;
    lastLook = NEVER;
    stillNanos = 0;
  }

  private MotionDetector detector(SceneSettings scene) {
    MotionDetector known = detector;
    if (known == null) {
      known = new MotionDetector(scene.motion());
      detector = known;
    } else if (!scene.equals(current)) {
      known.configure(scene.motion());
    }
    current = scene;
    return known;
  }

  private void look(MotionDetector looking, Picture picture, long time) {
    lastLook = time;
    Optional<MotionDetector.Motion> seen = looking.look(picture, time);
    motion = seen.orElseGet(() -> new MotionDetector.Motion(true, List.of()));
    if (seen.isEmpty() && !picture.format().equals(unread)) {
      unread = picture.format();
      LOG.warn(
          "motion can't be told in pictures of format {}, so none is left out (expected: YUV, grey,"
              + " or 8 bits of red, green and blue)",
          picture.format());
    }
  }

  private boolean passes(SceneSettings scene, long time, long step, boolean first)
      throws InterruptedException {
    double interval = NANOS / scene.motion().idleFps();
    boolean needed = false;
    synchronized (lock) {
      if (!active && scene.isTracked()) {
        awaitResult();
        active = busy;
        interval = searching ? Math.min(interval, (double) SEARCH_INTERVAL) : interval;
        needed = time >= due && lastPassed < due;
      }
      boolean passes =
          first || active || needed || (double) (time - lastPassed) >= interval - step / 2.0;
      lastPassed = passes ? time : lastPassed;
      return passes;
    }
  }

  /** Waits for the result of the last frame that passed, where one comes of each. */
  private void awaitResult() throws InterruptedException {
    long begun = System.nanoTime();
    while (waits && lastResult < lastPassed) {
      long left = MOST_WAIT.toNanos() - (System.nanoTime() - begun);
      if (left <= 0) {
        return;
      }
      TimeUnit.NANOSECONDS.timedWait(lock, left);
    }
  }
}
