package sluice.catalog.hog;

/**
 * Unsigned orientation of gradients: 0 to 180 degrees, as nine bins of 20 degrees (Dalal and Triggs
 * 2005, 6.3), by the polynomial of OpenCV's {@code fastAtan2}, which is up to 0.01 degrees off the
 * true angle: the same error as when the coefficients are used there.
 */
final class Angle {
  private static final double BINS_PER_RADIAN = Coefficients.BINS / Math.PI;

  /** A right angle, in bins. */
  private static final double RIGHT = Coefficients.BINS / 2.0;

  /** Of the arc tangent of c from 0 to 1: the factors of c, c^3, c^5 and c^7. */
  private static final double P1 = 0.9997878412794807;

  private static final double P3 = -0.3258083974640975;
  private static final double P5 = 0.1555786518463281;
  private static final double P7 = -0.04432655554792128;

  /** Where there is no gradient, the quotient is 0 / this. */
  private static final double NO_ZERO = Math.ulp(1.0);

  private Angle() {}

  /** The angles, less a right one, in bins: -4.5 to 4.5, where both ends are the same direction. */
  static Value of(Ops ops, Gradient gradient) {
    Value width = ops.absolute(gradient.dx());
    Value height = ops.absolute(gradient.dy());
    Value steep = ops.greater(height, width);
    Value small = arcTangent(ops, ops.minimum(width, height), ops.maximum(width, height));
    Value angle = ops.select(steep, ops.negative(small), ops.subtract(small, ops.scalar(RIGHT)));
    Value falling = ops.less(ops.multiply(gradient.dx(), gradient.dy()), ops.scalar(0));
    return ops.select(falling, ops.negative(angle), angle);
  }

  private static Value arcTangent(Ops ops, Value smaller, Value greater) {
    Value c = ops.divide(smaller, ops.add(greater, ops.scalar(NO_ZERO)));
    Value c2 = ops.multiply(c, c);
    Value sum = ops.scalar(P7 * BINS_PER_RADIAN);
    for (double factor : new double[] {P5, P3, P1}) {
      sum = ops.add(ops.multiply(c2, sum), ops.scalar(factor * BINS_PER_RADIAN));
    }
    return ops.multiply(sum, c);
  }
}
