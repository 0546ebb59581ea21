package sluice.stage.sink.json;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sluice.core.Direction;
import sluice.core.recording.EventPhase;
import sluice.core.scene.SceneEvent;
import sluice.json.JsonField;
import sluice.json.JsonText;
import sluice.json.Naming;

/**
 * The serialiser of what happens in a scene, for events of the API and for messages: one JSON
 * object in one line, with members in snake case.
 */
public final class SceneEventJson {
  private SceneEventJson() {}

  /** The type of an event as clients know it: {@code object}, {@code line} and so on. */
  public static String type(SceneEvent event) {
    return switch (event) {
      case SceneEvent.ObjectChanged _ -> "object";
      case SceneEvent.LineCrossed _ -> "line";
      case SceneEvent.ZoneChanged _ -> "zone";
      case SceneEvent.OccupancyChanged _ -> "occupancy";
      case SceneEvent.EventChanged _ -> "event";
    };
  }

  /**
   * The data of an event.
   *
   * @param stream id of the stream that it happened on
   */
  public static String data(String stream, SceneEvent event) {
    Head head = new Head(stream, event.timestampNanos(), event.systemTimestamp());
    Record data =
        switch (event) {
          case SceneEvent.ObjectChanged change ->
              new ObjectData(
                  head, change.phase(), ObjectJson.of(stream, change.object()), change.reason());
          case SceneEvent.LineCrossed crossed ->
              new LineData(
                  head,
                  crossed.line(),
                  crossed.direction(),
                  crossed.name(),
                  Reference.of(crossed.object()),
                  crossed.crossedAtNanos(),
                  new Counts(crossed.in(), crossed.out()));
          case SceneEvent.ZoneChanged change ->
              new ZoneData(
                  head,
                  change.zone(),
                  change.phase(),
                  Reference.of(change.object()),
                  change.sinceNanos(),
                  change.duration().toMillis());
          case SceneEvent.OccupancyChanged change ->
              new OccupancyData(
                  head,
                  change.zone(),
                  new TreeMap<>(change.counts()),
                  change.total(),
                  change.crowded());
          case SceneEvent.EventChanged change ->
              new EventData(head, change.phase(), EventJson.of(change.event()));
        };
    return JsonText.of(data, Naming.SNAKE);
  }

  /** What all of them have. */
  public record Head(
      @JsonField(description = "the stream") String stream,
      @JsonField(description = "media time of the frame with which it is told, ns") long timestamp,
      @JsonField(description = "when the decoder had the picture of that frame")
          Instant systemTimestamp) {}

  /** The data of an {@code object} event. */
  public record ObjectData(
      @JsonField(unwrapped = true) Head head,
      @JsonField(
              description =
                  "`start`, `update` (zones, standing still, a better picture or an attribute"
                      + " changed; at most once a second, at least once a minute) or `end`")
          SceneEvent.ObjectPhase phase,
      @JsonField(description = "the object") ObjectJson object,
      @JsonField(
              description =
                  "of an `end`: `left` the picture, `lost` (not found again), or `stream` (it"
                      + " ended, jumped in time or was connected anew)")
          Optional<SceneEvent.EndReason> reason) {}

  /** The data of a {@code line} event. */
  public record LineData(
      @JsonField(unwrapped = true) Head head,
      @JsonField(description = "name of the line") String line,
      @JsonField(description = "`in` or `out`") Direction direction,
      @JsonField(nullable = true, description = "what that direction is called; null: nothing")
          Optional<String> name,
      @JsonField(description = "`id`, `label` and `box` of the object") Reference object,
      @JsonField(description = "media time at which its path cut the line, ns") long crossedAt,
      @JsonField(description = "crossings so far, with this one: `in` and `out`") Counts counts) {}

  /** The data of a {@code zone} event. */
  public record ZoneData(
      @JsonField(unwrapped = true) Head head,
      @JsonField(description = "name of the zone") String zone,
      @JsonField(description = "`enter`, `dwell` (it has stayed for the zone's `dwell`) or `exit`")
          SceneEvent.ZonePhase phase,
      @JsonField(description = "`id`, `label` and `box` of the object") Reference object,
      @JsonField(description = "media time at which it entered, ns") long since,
      @JsonField(description = "how long it has been inside, ms") long durationMs) {}

  /** The data of an {@code occupancy} event. */
  public record OccupancyData(
      @JsonField(unwrapped = true) Head head,
      @JsonField(description = "name of the zone") String zone,
      @JsonField(description = "objects inside, by label") Map<String, Integer> counts,
      @JsonField(description = "objects inside, of all labels") int total,
      @JsonField(description = "whether they are more than the zone's `max-occupancy`")
          boolean crowded) {}

  /** The data of an {@code event} event. */
  public record EventData(
      @JsonField(unwrapped = true) Head head,
      @JsonField(
              description =
                  "`new`, `update` (lines, zones, the first picture, or it goes on after an `end`;"
                      + " at most once a second) or `end`")
          EventPhase phase,
      @JsonField(description = "the [recorded event](#recorded-events)") EventJson event) {}

  /** An object, in short. */
  public record Reference(long id, String label, ObjectJson.BoxJson box) {
    static Reference of(SceneEvent.ObjectReference object) {
      return new Reference(object.id(), object.label(), ObjectJson.BoxJson.of(object.box()));
    }
  }

  /** Crossings of a line. */
  public record Counts(long in, long out) {}
}
