package sluice.stage.sink.json;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import sluice.core.Attribute;
import sluice.core.Box;
import sluice.core.scene.ObjectReport;
import sluice.json.JsonField;

/**
 * An object over time as events and the API give it, with members in snake case. Times of media are
 * in nanoseconds from the start of the stream.
 */
public record ObjectJson(
    @JsonField(description = "number on its stream, not used again while the process runs") long id,
    @JsonField(
            description =
                "name in the world: `STREAM-YYYYMMDDThhmmss-N`, with the time of its start in UTC")
        String key,
    @JsonField(description = "class") String label,
    @JsonField(description = "class, as the model numbers it") int labelId,
    @JsonField(description = "of its last detection, 0 to 1") float confidence,
    @JsonField(description = "greatest so far, 0 to 1") float topConfidence,
    @JsonField(
            description =
                "where it was seen last: `x_min`, `x_max`, `y_min`, `y_max`, fractions of the"
                    + " picture")
        BoxJson box,
    @JsonField(description = "media time of its first detection, ns") long start,
    @JsonField(description = "media time of its last detection so far, ns") long end,
    @JsonField(description = "date and time of `start`") Instant startedAt,
    @JsonField(description = "date and time of `end`") Instant endedAt,
    @JsonField(description = "from `start` to `end`, ms") long durationMs,
    @JsonField(description = "names of the zones that it is in") List<String> zones,
    @JsonField(description = "names of the zones that it has entered, in their order")
        List<String> enteredZones,
    @JsonField(description = "whether it has stayed where it is") boolean stationary,
    @JsonField(description = "in how many frames it was seen") long frames,
    @JsonField(nullable = true, description = "path of its best picture; null where none was taken")
        Optional<String> snapshot,
    @JsonField(
            description =
                "what a second model says of it: `name`, `label`, `label_id`, `confidence` of each")
        List<AttributeJson> attributes) {

  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** Keeps copies of the lists. */
  public ObjectJson {
    zones = List.copyOf(zones);
    enteredZones = List.copyOf(enteredZones);
    attributes = List.copyOf(attributes);
  }

  /** A box in fractions of the displayed picture. */
  public record BoxJson(float xMin, float xMax, float yMin, float yMax) {
    static BoxJson of(Box box) {
      return new BoxJson(box.xMin(), box.xMax(), box.yMin(), box.yMax());
    }
  }

  /** An attribute. */
  public record AttributeJson(String name, String label, int labelId, float confidence) {
    static AttributeJson of(Attribute attribute) {
      return new AttributeJson(
          attribute.name(), attribute.label(), attribute.labelId(), attribute.confidence());
    }
  }

  /**
   * What is known of an object.
   *
   * @param stream id of the stream that it was seen on
   */
  public static ObjectJson of(String stream, ObjectReport object) {
    Duration seen = Duration.ofNanos(object.endNanos() - object.startNanos());
    return new ObjectJson(
        object.id(),
        stream + "-" + SECOND.format(object.startedAt()) + "-" + object.id(),
        object.label(),
        object.labelId(),
        object.confidence(),
        object.topConfidence(),
        BoxJson.of(object.box()),
        object.startNanos(),
        object.endNanos(),
        object.startedAt(),
        object.startedAt().plus(seen),
        seen.toMillis(),
        object.zones(),
        object.enteredZones(),
        object.stationary(),
        object.frames(),
        object.hasPicture() ? Optional.of(picturePath(stream, object.id())) : Optional.empty(),
        object.attributes().stream().map(AttributeJson::of).toList());
  }

  /** The path of the API under which an object's best picture is. */
  public static String picturePath(String stream, long object) {
    return "/api/v1/streams/" + stream + "/objects/" + object + "/picture.jpg";
  }
}
