package sluice.stage.sink.json;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import sluice.core.recording.RecordedEvent;
import sluice.json.JsonField;

/** A recorded event as events and the API give it, with members in snake case. */
public record EventJson(
    @JsonField(description = "`MILLIS-STREAM-N`, with the milliseconds since 1970 of its begin")
        String id,
    @JsonField(description = "its stream's id; that may be gone") String stream,
    @JsonField(description = "class") String label,
    @JsonField(nullable = true, description = "number of its object; null where none is followed")
        Optional<Long> object,
    @JsonField(description = "when it was seen first") Instant startedAt,
    @JsonField(description = "when it was seen last") Instant endedAt,
    @JsonField(description = "whether it goes on") boolean open,
    @JsonField(description = "greatest confidence, 0 to 1") float score,
    @JsonField(description = "names of the lines that it has crossed, in their order")
        List<String> lines,
    @JsonField(description = "names of the zones that it has entered, in their order")
        List<String> zones,
    @JsonField(description = "whether it is kept until it is unlocked") boolean locked,
    @JsonField(nullable = true, description = "path of its best picture; null where none is taken")
        Optional<String> picture,
    @JsonField(
            nullable = true,
            description = "path of what that picture shows of it alone; null where none is taken")
        Optional<String> crop,
    @JsonField(description = "path of a playlist of its video, with what is before and after it")
        String playlist) {
  /** Path of the API below which events are. */
  public static final String ALL = "/api/v1/recorded-events";

  /** Keeps copies of the lists. */
  public EventJson {
    lines = List.copyOf(lines);
    zones = List.copyOf(zones);
  }

  /** What is known of an event. */
  public static EventJson of(RecordedEvent event) {
    String path = ALL + "/" + event.id();
    return new EventJson(
        event.id(),
        event.stream(),
        event.label(),
        event.object(),
        event.startsAt().truncatedTo(ChronoUnit.MILLIS),
        event.endsAt().truncatedTo(ChronoUnit.MILLIS),
        event.open(),
        event.score(),
        event.lines(),
        event.zones(),
        event.locked(),
        event.hasPicture() ? Optional.of(path + "/picture.jpg") : Optional.empty(),
        event.hasPicture() ? Optional.of(path + "/crop.jpg") : Optional.empty(),
        "/api/v1/recordings/%s/index.m3u8?from=%s&to=%s"
            .formatted(
                event.stream(),
                event.keepsFrom().truncatedTo(ChronoUnit.MILLIS),
                event.keepsTo().truncatedTo(ChronoUnit.MILLIS)));
  }
}
