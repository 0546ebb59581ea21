package sluice.metrics;

/**
 * The progress of a run; cheap to take.
 *
 * @param read pictures decoded so far, dropped ones among them
 * @param finished frames with a result
 * @param dropped frames dropped on purpose, whatever the cause
 * @param detections objects found
 * @param fps results a second over the last second
 */
public record RunProgress(long read, long finished, long dropped, long detections, double fps) {}
