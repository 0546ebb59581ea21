package sluice.stage.analytics;

/**
 * A point of the displayed picture, in fractions: (0, 0) is its upper left corner, (1, 1) its lower
 * right one.
 */
public record Point(double x, double y) {}
