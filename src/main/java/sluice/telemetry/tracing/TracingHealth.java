package sluice.telemetry.tracing;

import java.util.Optional;

/**
 * How sending spans goes.
 *
 * @param healthy whether the last request was answered with success, or none was made yet
 * @param waiting spans that wait for being sent or are under way
 * @param lastError what the last failed request failed with, in one line without credentials;
 *     absent where none has failed
 */
public record TracingHealth(boolean healthy, int waiting, Optional<String> lastError) {}
