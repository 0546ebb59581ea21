/**
 * Traces: the spans of chosen frames, built after the fact from their timings and sent to an
 * OpenTelemetry collector by a thread of its own.
 *
 * <p>A stream's side chooses frames, by a number test for each that is not chosen, and puts a
 * record of a chosen one into a bounded queue. Only {@link sluice.telemetry.tracing.SpanExport} and
 * what it uses name OpenTelemetry, so that none of its classes is loaded where nothing is traced.
 * Depends on core, messages and settings.
 */
package sluice.telemetry.tracing;
