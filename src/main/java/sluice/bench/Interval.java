package sluice.bench;

/**
 * A piece of a measurement.
 *
 * @param end seconds from the begin of the measurement to its end
 * @param fps results a second within it
 * @param meanLatencyMs mean milliseconds over its results, from the decoded picture (infer-only:
 *     from the submission) to the finished result; 0 without one
 */
public record Interval(double end, double fps, double meanLatencyMs) {}
