package sluice.core.recording;

import java.time.Instant;

/**
 * A span of a stream's timeline that is recorded, thinned: gaps within it are shorter than the step
 * that was asked for.
 *
 * @param from its begin
 * @param to its end
 * @param bytes of the files in it
 */
public record RecordedSpan(Instant from, Instant to, long bytes) {}
