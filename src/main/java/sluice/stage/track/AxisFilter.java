package sluice.stage.track;

/**
 * A Kalman filter of one coordinate and its velocity, with time in seconds. Its process noise is
 * that of white acceleration in continuous time, so that the uncertainty grows the same whether a
 * gap is taken in one step or in many (Bar-Shalom, Li and Kirubarajan, "Estimation with
 * Applications to Tracking and Navigation", 2001, section 6.2.2). For one thread.
 */
final class AxisFilter {
  private double position;
  private double velocity;
  private double positionVariance;
  private double covariance;
  private double velocityVariance;

  /**
   * @param position the first measurement
   * @param positionDeviation standard deviation of that
   * @param velocityDeviation standard deviation of a velocity of 0, per second
   */
  AxisFilter(double position, double positionDeviation, double velocityDeviation) {
    this.position = position;
    positionVariance = positionDeviation * positionDeviation;
    velocityVariance = velocityDeviation * velocityDeviation;
  }

  double position() {
    return position;
  }

  /**
   * Goes forward in time.
   *
   * @param seconds how long, not negative
   * @param acceleration spectral density of the acceleration's noise, as a deviation
   */
  void predict(double seconds, double acceleration) {
    double q = acceleration * acceleration;
    double square = seconds * seconds;
    position += velocity * seconds;
    positionVariance +=
        2 * seconds * covariance + square * velocityVariance + q * square * seconds / 3;
    covariance += seconds * velocityVariance + q * square / 2;
    velocityVariance += q * seconds;
  }

  /** Goes forward in time with its position kept and its uncertainty growing. */
  void stay(double seconds, double acceleration) {
    double moving = velocity;
    velocity = 0;
    predict(seconds, acceleration);
    velocity = moving;
  }

  /**
   * How far a measurement is from what was expected, as the square of standard deviations: 1 on
   * average where the noises are as they are thought to be.
   */
  double surprise(double measured, double deviation) {
    double innovation = measured - position;
    return innovation * innovation / (positionVariance + deviation * deviation);
  }

  /** Takes a measurement in. */
  void correct(double measured, double deviation) {
    double gainDivisor = positionVariance + deviation * deviation;
    double positionGain = positionVariance / gainDivisor;
    double velocityGain = covariance / gainDivisor;
    double innovation = measured - position;
    position += positionGain * innovation;
    velocity += velocityGain * innovation;
    velocityVariance -= velocityGain * covariance;
    covariance *= 1 - positionGain;
    positionVariance *= 1 - positionGain;
  }
}
