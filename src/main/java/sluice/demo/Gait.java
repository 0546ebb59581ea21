package sluice.demo;

/**
 * Gait model of a walking person: angles of the limbs from straight down, forward positive, in
 * radians; phase 0 is where a leg passes under the body on its way forward.
 */
final class Gait {
  private static final double THIGH_SWING = 0.36;
  private static final double THIGH_MEAN = 0.04;
  private static final double LEAST_KNEE = 0.12;
  private static final double LIFTED_KNEE = 0.62;
  private static final double SHIN_SHARE = 0.85;
  private static final double ARM_SWING = 0.28;
  private static final double ELBOW = 0.28;

  private Gait() {}

  static double thigh(double phase) {
    return THIGH_MEAN + THIGH_SWING * StrictMath.sin(phase);
  }

  /** The knee bends while the leg swings forward, and hardly while it stands. */
  static double shin(double phase) {
    double lifted = StrictMath.pow(Math.max(0, StrictMath.cos(phase)), 1.5);
    return THIGH_SWING * StrictMath.sin(phase) - SHIN_SHARE * (LEAST_KNEE + LIFTED_KNEE * lifted);
  }

  /** Of the arm on the side of the leg in this phase: it swings against the leg. */
  static double upperArm(double phase) {
    return -ARM_SWING * StrictMath.sin(phase);
  }

  static double forearm(double phase) {
    return upperArm(phase) + ELBOW;
  }
}
