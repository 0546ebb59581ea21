package sluice.core.message;

import java.time.Instant;

/**
 * A stream has come into a state.
 *
 * @param state as the API names it; {@code removed} where the stream is gone
 * @param cause why, in one line
 * @param at when
 */
public record StateChange(String state, String cause, Instant at) {}
