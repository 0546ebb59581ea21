package sluice.core.scene;

import java.time.Instant;
import java.util.List;
import sluice.core.Attribute;
import sluice.core.Box;

/**
 * All that is known of an object at a moment. Times of media are in nanoseconds from the start of
 * the stream.
 *
 * @param id its number, never used twice on a stream while the process runs
 * @param label its class: the one with the greatest sum of confidences
 * @param labelId that class, as the model numbers it
 * @param confidence of its last detection, 0 to 1
 * @param topConfidence the greatest so far, 0 to 1
 * @param box where it was seen last
 * @param startNanos media time of its first detection
 * @param startedAt date and time of that, by the time of the picture with which it was told
 * @param endNanos media time of its last detection so far
 * @param zones names of those that it is in
 * @param enteredZones names of all that it has entered, in their order
 * @param stationary whether it has stayed where it is
 * @param frames in how many it was seen
 * @param attributes what a second model says of it
 * @param hasPicture whether a picture of it was taken
 */
public record ObjectReport(
    long id,
    String label,
    int labelId,
    float confidence,
    float topConfidence,
    Box box,
    long startNanos,
    Instant startedAt,
    long endNanos,
    List<String> zones,
    List<String> enteredZones,
    boolean stationary,
    long frames,
    List<Attribute> attributes,
    boolean hasPicture) {

  /** Keeps copies of the lists. */
  public ObjectReport {
    zones = List.copyOf(zones);
    enteredZones = List.copyOf(enteredZones);
    attributes = List.copyOf(attributes);
  }
}
