package sluice.service.sink;

import java.util.List;
import sluice.json.JsonField;

/** A configured sink as it is now: the very members that the API gives. */
public record SinkState(
    @JsonField(description = "the entry of `sinks`") String name,
    @JsonField(description = "its type") String type,
    @JsonField(description = "where it leads, without secrets") String target,
    @JsonField(
            description =
                "whether it has a far side: messages wait in its spool until that has acknowledged"
                    + " them")
        boolean remote,
    @JsonField(unwrapped = true) SinkCondition condition,
    @JsonField(
            description = "results written a second, over the last minute that was looked at",
            decimals = 3)
        double rate,
    @JsonField(
            description =
                "tries to reach the far side that failed, since the service started; each is"
                    + " repeated")
        long failures,
    @JsonField(
            description =
                "its parts: streams that have it open, and those of which messages wait though they"
                    + " don't")
        List<Part> streams) {

  /** Keeps a copy of the list. */
  public SinkState {
    streams = List.copyOf(streams);
  }

  /** What a sink does for one stream. */
  public record Part(
      @JsonField(description = "the stream's id; it may be gone") String stream,
      @JsonField(description = "whether the stream has the sink open") boolean open,
      @JsonField(unwrapped = true) SinkCondition condition) {}
}
