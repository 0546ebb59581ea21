package sluice.core.recording;

import java.time.Instant;

/**
 * Where an event's object was at a moment, in fractions of the displayed picture.
 *
 * @param at when the decoder had the picture
 * @param xMin left edge
 * @param yMin upper edge
 * @param xMax right edge
 * @param yMax lower edge
 * @param score confidence, 0 to 1
 */
public record EventPoint(Instant at, float xMin, float yMin, float xMax, float yMax, float score) {}
