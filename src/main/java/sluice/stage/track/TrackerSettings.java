package sluice.stage.track;

import java.time.Duration;

/**
 * Settings of a tracker.
 *
 * @param highThreshold confidence from which a detection can find any object and begin one, 0 to 1
 * @param lowThreshold confidence from which one can still continue an object that was just seen
 * @param newObjectThreshold confidence that the first detection of an object needs
 * @param lostTime how long an object is looked for after it was seen last
 * @param maxGap a longer pause between two frames, or a step back, ends all objects
 */
public record TrackerSettings(
    float highThreshold,
    float lowThreshold,
    float newObjectThreshold,
    Duration lostTime,
    Duration maxGap) {

  /** What suits people and vehicles at 2 to 60 frames a second. */
  public static final TrackerSettings DEFAULT =
      new TrackerSettings(0.45f, 0.1f, 0.5f, Duration.ofSeconds(3), Duration.ofSeconds(5));
}
