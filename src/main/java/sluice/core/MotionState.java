package sluice.core;

import java.util.List;

/**
 * What the gate of a stream knew of motion when it let a frame pass.
 *
 * @param active whether all frames passed: something moved, or had done so shortly before, or an
 *     object was followed that isn't stationary
 * @param regions where it moved, in the displayed picture, the largest first; empty where nothing
 *     did
 * @param stillNanos media time of the stream so far, in nanoseconds, in which pictures came and
 *     were not worked on since nothing moved in them
 */
public record MotionState(boolean active, List<Box> regions, long stillNanos) {
  /** Keeps a copy of the list. */
  public MotionState {
    regions = List.copyOf(regions);
  }
}
