package sluice.stage.analytics;

import java.util.Map;
import sluice.core.Direction;

/** Something that happened at a line or in a zone. Times are of the media, in nanoseconds. */
public sealed interface MonitorEvent {

  /** When it happened, which is before it was told. */
  long time();

  /**
   * A line was crossed.
   *
   * @param object the object's id
   * @param time when the object's path cut the line, between two of its points
   */
  record LineCrossed(long object, String line, Direction direction, long time)
      implements MonitorEvent {}

  /**
   * A zone was entered.
   *
   * @param object the object's id
   * @param time of the first point inside
   */
  record ZoneEntered(long object, String zone, long time) implements MonitorEvent {}

  /**
   * An object has been in a zone for the time that was asked for; told once a stay.
   *
   * @param object the object's id
   * @param time of the point at which it was so
   * @param since of the first point inside
   */
  record ZoneDwelled(long object, String zone, long time, long since) implements MonitorEvent {}

  /**
   * A zone was left.
   *
   * @param object the object's id
   * @param time of the last point inside
   * @param since of the first point inside
   * @param ended whether the object itself ended there
   */
  record ZoneLeft(long object, String zone, long time, long since, boolean ended)
      implements MonitorEvent {}

  /**
   * The number of objects in a zone is another one, and has been for as long as is asked.
   *
   * @param counts objects inside by label
   * @param crowded whether they are more than is wanted
   * @param time since when
   */
  record OccupancyChanged(String zone, Map<String, Integer> counts, boolean crowded, long time)
      implements MonitorEvent {}
}
