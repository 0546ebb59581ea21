package sluice.core;

import java.time.Duration;
import java.util.List;

/**
 * What is known of a detection's object beyond its frame.
 *
 * @param id its number, from 1, never used twice on a stream while the process runs
 * @param stationary whether it has stayed where it is
 * @param zones those that it is in, with the time since it entered
 * @param crossings lines that it has crossed, as was told with this frame
 * @param attributes what a second model says of it
 * @param trail where its anchor was in the last frames
 */
public record ObjectState(
    long id,
    boolean stationary,
    List<ZoneStay> zones,
    List<LineCrossing> crossings,
    List<Attribute> attributes,
    Trail trail) {

  /** Keeps copies of the lists. */
  public ObjectState {
    zones = List.copyOf(zones);
    crossings = List.copyOf(crossings);
    attributes = List.copyOf(attributes);
  }

  /** An object of which nothing but its number is known. */
  public static ObjectState of(long id) {
    return new ObjectState(id, false, List.of(), List.of(), List.of(), Trail.NONE);
  }

  /**
   * A zone that an object is in.
   *
   * @param zone its name
   * @param dwell how long it has been in there, in media time
   */
  public record ZoneStay(String zone, Duration dwell) {}

  /**
   * A line that an object has crossed.
   *
   * @param line its name
   * @param direction which way
   */
  public record LineCrossing(String line, Direction direction) {}
}
