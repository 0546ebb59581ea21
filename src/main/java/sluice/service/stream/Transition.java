package sluice.service.stream;

import java.time.Instant;

/**
 * A change of a stream's state.
 *
 * @param state the new one
 * @param cause why, in one line
 * @param at when it happened first
 * @param lastAt when it happened last
 * @param times how often it happened since, in the same round of states
 */
public record Transition(StreamState state, String cause, Instant at, Instant lastAt, int times) {

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
