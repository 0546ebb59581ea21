package sluice.core;

/**
 * One key point of an object.
 *
 * @param name what it is, as {@code left_elbow}; its number where no name is known
 * @param at where, inside the picture
 * @param confidence that it is seen there, 0 to 1; NaN of models that don't tell
 */
public record KeyPoint(String name, Point at, float confidence) {}
