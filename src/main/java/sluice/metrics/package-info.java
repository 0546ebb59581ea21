/**
 * Counters and latency histograms of a run, behind the port {@link sluice.core.StreamObserver}.
 * Depends on {@code core} and on HdrHistogram; its value records may be read by all that show them.
 */
package sluice.metrics;
