package sluice.stage.motion;

/**
 * Tells a change of light on a part of the picture, a shadow or a lamp's beam, from a thing that
 * covers it: the texture of the background is still there, only darker or brighter. By correlating
 * the gradients of a whole region, the kind of test that did best in Sanin, Sanderson and Lovell,
 * Shadow detection: a survey, Pattern Recognition 45(4), 2012. What has no texture to be judged by
 * is a thing. For one thread.
 */
final class ShadowTest {
  private static final int LEAST_PAIRS = 40;
  private static final double LEAST_CORRELATION = 0.85;

  /** Mean square of a texture's gradients; weaker ones are lost in noise. */
  private static final double LEAST_TEXTURE = 16;

  private static final double LEAST_GAIN = 0.35;
  private static final double MOST_GAIN = 2.5;

  private final float[] grey;
  private final float[] background;
  private int pairs;
  private double both;
  private double inGrey;
  private double inBackground;
  private double sumGrey;
  private double sumBackground;

  /** A test of a picture's regions, one after the other. */
  ShadowTest(float[] grey, float[] background) {
    this.grey = grey;
    this.background = background;
  }

  /** A region begins. */
  void begin() {
    pairs = 0;
    both = 0;
    inGrey = 0;
    inBackground = 0;
    sumGrey = 0;
    sumBackground = 0;
  }

  /** A cell belongs to it. */
  void add(int cell) {
    sumGrey += grey[cell];
    sumBackground += background[cell];
  }

  /** Two cells side by side belong to it. */
  void addPair(int cell, int next) {
    double now = (double) grey[next] - grey[cell];
    double before = (double) background[next] - background[cell];
    both += now * before;
    inGrey += now * now;
    inBackground += before * before;
    pairs++;
  }

  /** Whether the region is the background in another light. */
  boolean isLight() {
    if (pairs < LEAST_PAIRS || inBackground < LEAST_TEXTURE * pairs || inGrey == 0) {
      return false;
    }
    double gain = sumGrey / sumBackground;
    return gain > LEAST_GAIN
        && gain < MOST_GAIN
        && both >= LEAST_CORRELATION * Math.sqrt(inGrey * inBackground);
  }
}
