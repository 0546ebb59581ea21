package sluice.core.scene;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import sluice.core.Point;

/**
 * How the objects of a stream are held together and which of them count.
 *
 * @param anchor the point of an object's box that counts for lines, zones and masks
 * @param lowThreshold confidence from which a detection can continue an object that was just seen
 * @param highThreshold confidence from which one can find any object again
 * @param newThreshold confidence that the first detection of an object needs
 * @param lostTime how long an object is looked for after it was seen last
 * @param maxGap a longer pause between two frames, or a step back, ends all objects
 * @param stationaryAfter how long an object must stay where it is to be stationary
 * @param stationaryLostTime how long a stationary object is looked for, if that is longer
 * @param minArea least area of an object, as a fraction of the picture's
 * @param maxArea greatest area of an object, as a fraction of the picture's
 * @param minAspect least width of an object by its height, in pixels
 * @param maxAspect greatest width of an object by its height, in pixels
 * @param minDuration how long an object must be there before anything is told of it
 * @param masks polygons: an object whose anchor is in one of them does not count
 * @param pictures whether the best picture of each object is kept
 * @param classify second models that are asked of objects, each once
 */
public record ObjectSettings(
    Anchor anchor,
    double lowThreshold,
    double highThreshold,
    double newThreshold,
    Duration lostTime,
    Duration maxGap,
    Duration stationaryAfter,
    Duration stationaryLostTime,
    OptionalDouble minArea,
    OptionalDouble maxArea,
    OptionalDouble minAspect,
    OptionalDouble maxAspect,
    Duration minDuration,
    List<List<Point>> masks,
    boolean pictures,
    List<ClassifySettings> classify) {

  /** What suits people and vehicles at 2 to 60 frames a second. */
  public static final ObjectSettings DEFAULT =
      new ObjectSettings(
          Anchor.BOTTOM_CENTER,
          0.1,
          0.45,
          0.5,
          Duration.ofSeconds(3),
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          Duration.ZERO,
          List.of(),
          true,
          List.of());

  /** Keeps copies of the lists. */
  public ObjectSettings {
    classify = List.copyOf(classify);
    masks = masks.stream().map(List::copyOf).toList();
  }

  /** The same with other second models. */
  public ObjectSettings withClassify(List<ClassifySettings> models) {
    return new ObjectSettings(
        anchor,
        lowThreshold,
        highThreshold,
        newThreshold,
        lostTime,
        maxGap,
        stationaryAfter,
        stationaryLostTime,
        minArea,
        maxArea,
        minAspect,
        maxAspect,
        minDuration,
        masks,
        pictures,
        models);
  }
}
