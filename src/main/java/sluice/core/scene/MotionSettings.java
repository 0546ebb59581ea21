package sluice.core.scene;

import java.time.Duration;
import java.util.List;
import sluice.core.Point;

/**
 * How a stream's frames are gated by motion: while nothing moves, few of them are worked on.
 *
 * @param enabled whether they are; all else has no effect where they aren't
 * @param threshold by how many grey levels of 255 a place must differ from the background, at least
 * @param area least area that moves, as a part of the picture's, 0 to 1
 * @param idleFps frames a second of media time that pass while nothing moves, above 0
 * @param hold how long frames go on to pass after the last motion
 * @param masks polygons of the displayed picture in which nothing is motion
 */
public record MotionSettings(
    boolean enabled,
    double threshold,
    double area,
    double idleFps,
    Duration hold,
    List<List<Point>> masks) {

  /** All frames pass, and no picture is looked at. */
  public static final MotionSettings OFF =
      new MotionSettings(false, 10, 0.0002, 0.2, Duration.ofMillis(500), List.of());

  /** The gate with all else at its default. */
  public static final MotionSettings ON =
      new MotionSettings(true, OFF.threshold, OFF.area, OFF.idleFps, OFF.hold, OFF.masks);

  /** Keeps copies of the lists. */
  public MotionSettings {
    masks = masks.stream().map(List::copyOf).toList();
  }

  /** The same with another rate while nothing moves. */
  public MotionSettings withIdleFps(double fps) {
    return new MotionSettings(enabled, threshold, area, fps, hold, masks);
  }
}
