package sluice.core.message;

import java.time.Instant;

/**
 * A stream has come into a state.
 *
 * @param state as the API names it; {@link #REMOVED} where the stream is gone
 * @param cause why, in one line
 * @param at when
 */
public record StateChange(String state, String cause, Instant at) {
  /** The state of a stream that is gone, or doesn't use a sink any more. */
  public static final String REMOVED = "removed";
}
