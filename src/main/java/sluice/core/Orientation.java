package sluice.core;

/**
 * How the stored picture becomes the displayed one: first turned clockwise, then mirrored left to
 * right.
 *
 * @param clockwiseDegrees 0, 90, 180 or 270
 * @param mirrored whether left and right are swapped after turning
 */
public record Orientation(int clockwiseDegrees, boolean mirrored) {

  /** Stored as displayed. */
  public static final Orientation UPRIGHT = new Orientation(0, false);

  /** Refuses anything but quarter turns with an {@link IllegalArgumentException}. */
  public Orientation {
    if (clockwiseDegrees != 0
        && clockwiseDegrees != 90
        && clockwiseDegrees != 180
        && clockwiseDegrees != 270) {
      throw new IllegalArgumentException(
          "rotation: " + clockwiseDegrees + " degrees (expected: 0, 90, 180 or 270)");
    }
  }

  /** Whether turning swaps width and height. */
  public boolean swapsSides() {
    return clockwiseDegrees == 90 || clockwiseDegrees == 270;
  }

  /** Whether the stored picture is shown as it is. */
  public boolean isUpright() {
    return clockwiseDegrees == 0 && !mirrored;
  }

  /** This orientation seen in a mirror. */
  public Orientation flipped() {
    return new Orientation(clockwiseDegrees, !mirrored);
  }
}
