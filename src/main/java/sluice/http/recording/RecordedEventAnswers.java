package sluice.http.recording;

import java.time.Instant;
import java.util.List;
import sluice.core.recording.EventPart;
import sluice.core.recording.EventPoint;
import sluice.core.recording.RecordedEvent;
import sluice.json.JsonField;
import sluice.stage.sink.json.EventJson;

/** The answers about recorded events, and the very JSON that the API gives, in snake case. */
public final class RecordedEventAnswers {
  private RecordedEventAnswers() {}

  /** An event with its parts. */
  public record Event(
      @JsonField(unwrapped = true) EventJson event,
      @JsonField(description = "its parts in their order: a long event has one for each 10 minutes")
          List<Part> parts) {

    static Event of(RecordedEvent event, List<EventPart> parts) {
      return new Event(EventJson.of(event), parts.stream().map(Part::of).toList());
    }
  }

  /** A part of an event. */
  public record Part(
      @JsonField(description = "from 1") int number,
      @JsonField(description = "when it begins") Instant startedAt,
      @JsonField(description = "when it ends, or what was kept of it last") Instant endedAt,
      @JsonField(
              description =
                  "where the object was, twice a second at most: `at`, `x_min`, `x_max`, `y_min`,"
                      + " `y_max` (fractions of the picture) and `score`")
          List<Place> path) {

    static Part of(EventPart part) {
      return new Part(
          part.number(),
          part.startsAt(),
          part.endsAt(),
          part.path().stream().map(Place::of).toList());
    }
  }

  /** Where an object was. */
  public record Place(Instant at, float xMin, float xMax, float yMin, float yMax, float score) {
    static Place of(EventPoint point) {
      return new Place(
          point.at(), point.xMin(), point.xMax(), point.yMin(), point.yMax(), point.score());
    }
  }
}
