package sluice.demo;

/**
 * Position and gait phase of a person.
 *
 * @param ground the point on the floor between the feet, pixels
 * @param height of the figure, pixels
 * @param facing 1 to the right, -1 to the left
 * @param phase of the walk, radians: a whole turn is two steps
 */
record Stance(Point ground, double height, int facing, double phase) {}
