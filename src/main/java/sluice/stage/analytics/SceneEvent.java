package sluice.stage.analytics;

/** Something that an object did at a line or in a zone. Times are of the media, in nanoseconds. */
public sealed interface SceneEvent {

  /** The object's id. */
  long object();

  /** When it happened, which is before it was told. */
  long time();

  /**
   * A line was crossed.
   *
   * @param time when the object's path cut the line, between two of its points
   */
  record LineCrossed(long object, String line, Direction direction, long time)
      implements SceneEvent {}

  /**
   * A zone was entered.
   *
   * @param time of the first point inside
   */
  record ZoneEntered(long object, String zone, long time) implements SceneEvent {}

  /**
   * An object has been in a zone for the time that was asked for; told once a stay.
   *
   * @param time of the point at which it was so
   * @param since of the first point inside
   */
  record ZoneDwelled(long object, String zone, long time, long since) implements SceneEvent {}

  /**
   * A zone was left.
   *
   * @param time of the last point inside
   * @param since of the first point inside
   * @param ended whether the object itself ended there
   */
  record ZoneLeft(long object, String zone, long time, long since, boolean ended)
      implements SceneEvent {}
}
