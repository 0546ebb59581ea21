package sluice.telemetry.tracing;

import java.util.Optional;

/**
 * How sending spans goes.
 *
 * @param healthy whether the last request was answered with success, or none was made yet
 * @param waiting spans that wait for being sent or are under way
 * @param exported spans that the collector has taken, as {@link SpanCounts} counts them
 * @param failed spans that it did not take, or not in time
 * @param dropped spans for which the queue had no room
 * @param lastError what the last failed request failed with, in one line without credentials;
 *     absent where none has failed
 */
public record TracingHealth(
    boolean healthy,
    int waiting,
    long exported,
    long failed,
    long dropped,
    Optional<String> lastError) {}
