package sluice.stage.track;

import sluice.core.Detection;

/**
 * An object that the tracker holds, as it is after a frame.
 *
 * @param id its number, from 1, never used twice by a tracker
 * @param detection where it was seen last
 * @param firstSeen media time of its first detection, in nanoseconds
 * @param lastSeen media time of the last one; that of the frame if it was seen in it
 * @param hits how often it was seen
 */
public record TrackedObject(
    long id, Detection detection, long firstSeen, long lastSeen, int hits) {}
