package sluice.bench;

/**
 * A piece of a measurement.
 *
 * @param endSeconds when it ended, since the measurement began
 * @param fps results a second within it
 * @param meanLatencyMillis mean over its results, from the decoded picture (infer-only: from the
 *     submission) to the finished result; 0 without one
 */
public record Interval(double endSeconds, double fps, double meanLatencyMillis) {}
