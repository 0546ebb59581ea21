package sluice.demo;

/**
 * Where somebody is and in the middle of which step.
 *
 * @param ground the point on the floor between the feet, pixels
 * @param height of the figure, pixels
 * @param facing 1 to the right, -1 to the left
 * @param phase of the walk, radians: a whole turn is two steps
 */
record Stance(Point ground, double height, int facing, double phase) {}
