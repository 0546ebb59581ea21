/**
 * Telemetry of streams and models: Prometheus meters, the history of the last hour, the event log.
 */
package sluice.telemetry;
