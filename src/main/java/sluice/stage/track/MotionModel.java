package sluice.stage.track;

/**
 * How boxes are thought to move: standard deviations in heights of the object's box. The default
 * holds the identities of the scenes of src/docs/objects.md best, over all their rates.
 *
 * @param measurement of the middle and the size of a box that a model found
 * @param velocity of an object that was seen once, per second
 * @param acceleration spectral density of the noise of acceleration, per second to the power of
 *     1.5, of an object that moves as unsteadily as is expected
 * @param growth the same of width and height
 */
record MotionModel(double measurement, double velocity, double acceleration, double growth) {

  static final MotionModel DEFAULT = new MotionModel(0.04, 1, 1.6, 0.2);
}
