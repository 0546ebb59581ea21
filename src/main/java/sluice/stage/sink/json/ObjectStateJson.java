package sluice.stage.sink.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import sluice.core.Attribute;
import sluice.core.Direction;
import sluice.core.ObjectState;
import sluice.core.ObjectState.LineCrossing;
import sluice.core.ObjectState.ZoneStay;

/**
 * Writer of what is known of an object beyond its frame, as further members of its JSON object, by
 * DL Streamer's names. Where nothing is known, nothing is written.
 *
 * <ul>
 *   <li>{@code id}: its number, a whole number from 1
 *   <li>{@code zone_violations}: names of the zones that it is in; left out where there are none
 *   <li>{@code tripwire_crossings}: lines that it has crossed, as was told with this frame, each
 *       with {@code tripwire_id} (the line's name) and {@code direction}: 1 is out, to the right of
 *       the line's arrow as it is seen, -1 is in; left out where there are none
 *   <li>{@code dwell_times}: for each of its zones {@code zone_id} (the name) and {@code
 *       dwell_time_sec}: seconds with three decimals
 *   <li>{@code stationary}: {@code true}, of those that stay where they are only
 *   <li>by the name of each attribute {@code confidence} (0 to 1), {@code label_id} and {@code
 *       label}; an attribute that is called like another member has {@code attribute_} before it
 * </ul>
 */
final class ObjectStateJson {
  private static final double MILLIS_PER_SECOND = 1000;

  /** Members of an object that an attribute must not take the place of. */
  private static final Set<String> TAKEN =
      Set.of(
          "x",
          "y",
          "w",
          "h",
          "roi_type",
          "detection",
          "mask",
          "keypoints",
          "angle",
          "corners",
          "id",
          "zone_violations",
          "tripwire_crossings",
          "dwell_times",
          "stationary");

  private ObjectStateJson() {}

  static void write(JsonGenerator json, ObjectState object) throws IOException {
    json.writeNumberField("id", object.id());
    zones(json, object.zones());
    crossings(json, object.crossings());
    if (object.stationary()) {
      json.writeBooleanField("stationary", true);
    }
    for (Attribute attribute : object.attributes()) {
      String name = attribute.name();
      json.writeObjectFieldStart(TAKEN.contains(name) ? "attribute_" + name : name);
      DetectionJson.label(json, attribute.confidence(), attribute.labelId(), attribute.label());
      json.writeEndObject();
    }
  }

  private static void zones(JsonGenerator json, List<ZoneStay> stays) throws IOException {
    if (stays.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("zone_violations");
    for (ZoneStay stay : stays) {
      json.writeString(stay.zone());
    }
    json.writeEndArray();
    json.writeArrayFieldStart("dwell_times");
    for (ZoneStay stay : stays) {
      json.writeStartObject();
      json.writeStringField("zone_id", stay.zone());
      json.writeNumberField("dwell_time_sec", stay.dwell().toMillis() / MILLIS_PER_SECOND);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void crossings(JsonGenerator json, List<LineCrossing> crossings)
      throws IOException {
    if (crossings.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("tripwire_crossings");
    for (LineCrossing crossing : crossings) {
      json.writeStartObject();
      json.writeStringField("tripwire_id", crossing.line());
      json.writeNumberField("direction", crossing.direction() == Direction.OUT ? 1 : -1);
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
