package sluice.service.stream;

import java.time.Instant;
import sluice.json.JsonField;

/** A transition of a stream from one state to another, as the API gives it. */
public record Transition(
    @JsonField(description = "the new state") StreamState state,
    @JsonField(description = "why, in one line") String cause,
    @JsonField(description = "when it happened first") Instant at,
    @JsonField(description = "when it happened last") Instant lastAt,
    @JsonField(description = "how often it happened since, in the same round of states")
        int times) {

  static Transition first(StreamState state, String cause, Instant at) {
    return new Transition(state, cause, at, at, 1);
  }

  boolean isSame(StreamState otherState, String otherCause) {
    return state == otherState && cause.equals(otherCause);
  }

  Transition again(Instant when) {
    return new Transition(state, cause, at, when, times + 1);
  }
}
