package sluice.stage.track;

import sluice.core.Detection;

/**
 * What the tracker knows of one object. Lengths are in heights of the picture, so that a circle is
 * one; time is that of the media, in nanoseconds. For one thread.
 */
final class Track {
  private static final double LEAST_UNSTEADY = 0.3;
  private static final double MOST_UNSTEADY = 2;
  private static final double SURPRISE_WEIGHT = 0.1;
  private static final double MOST_SURPRISE = 25;

  private final MotionModel model;
  private final AxisFilter x;
  private final AxisFilter y;
  private final AxisFilter width;
  private final AxisFilter height;
  final int label;
  final long firstSeen;
  long lastSeen;

  /** Number of the frame in which it was seen last: two frames may have the same time. */
  long lastFrame;

  long id;
  int hits = 1;
  Detection detection;

  /** Whether it stays where it is: then it is expected there, however long it is unseen. */
  boolean isStationary;

  /** In how many frames in a row it was a double of an older one. */
  int doubled;

  /**
   * How its moves compare with the model's, from its last ones: who walks straight on is expected
   * to do so while unseen, who turns is looked for more widely (process noise by innovations, as
   * Mehra 1970).
   */
  private double surprise = 1;

  /** Where it is thought to be at the time of the frame; {@link #place} writes them. */
  double left;

  double top;
  double right;
  double bottom;

  Track(MotionModel model, Detection detection, long frame, long time, double aspect) {
    this.model = model;
    this.detection = detection;
    label = detection.labelId();
    firstSeen = time;
    lastSeen = time;
    lastFrame = frame;
    double w = detection.box().width() * aspect;
    double h = detection.box().height();
    double deviation = 2 * model.measurement() * h;
    double velocity = model.velocity() * h;
    x = new AxisFilter(centreX(detection, aspect), deviation, velocity);
    y = new AxisFilter(centreY(detection), deviation, velocity);
    width = new AxisFilter(w, deviation, velocity);
    height = new AxisFilter(h, deviation, velocity);
    place();
  }

  boolean isConfirmed() {
    return id != 0;
  }

  /** Goes forward to a frame's time. */
  void predict(double seconds, boolean wasSeen) {
    double unit = Math.max(height.position(), Double.MIN_NORMAL);
    double acceleration =
        model.acceleration() * unit * Math.clamp(surprise, LEAST_UNSTEADY, MOST_UNSTEADY);
    double growth = model.growth() * unit;
    if (isStationary && !wasSeen) {
      x.stay(seconds, acceleration);
      y.stay(seconds, acceleration);
    } else {
      x.predict(seconds, acceleration);
      y.predict(seconds, acceleration);
    }
    if (wasSeen) {
      width.predict(seconds, growth);
      height.predict(seconds, growth);
    } else {
      width.stay(seconds, growth);
      height.stay(seconds, growth);
    }
    place();
  }

  /** Takes the frame's detection of it in. */
  void correct(Detection found, long frame, long time, double aspect) {
    double h = found.box().height();
    double deviation = model.measurement() * Math.max(h, height.position());
    double foundX = centreX(found, aspect);
    double foundY = centreY(found);
    if (hits > 1) {
      double now = (x.surprise(foundX, deviation) + y.surprise(foundY, deviation)) / 2;
      surprise += SURPRISE_WEIGHT * (Math.min(now, MOST_SURPRISE) - surprise);
    }
    x.correct(foundX, deviation);
    y.correct(foundY, deviation);
    width.correct(found.box().width() * aspect, deviation);
    height.correct(h, deviation);
    detection = found;
    lastSeen = time;
    lastFrame = frame;
    hits++;
    place();
  }

  private void place() {
    double halfWidth = Math.max(0, width.position()) / 2;
    double halfHeight = Math.max(0, height.position()) / 2;
    left = x.position() - halfWidth;
    right = x.position() + halfWidth;
    top = y.position() - halfHeight;
    bottom = y.position() + halfHeight;
  }

  private static double centreX(Detection detection, double aspect) {
    return (detection.box().xMin() + (double) detection.box().xMax()) / 2 * aspect;
  }

  private static double centreY(Detection detection) {
    return (detection.box().yMin() + (double) detection.box().yMax()) / 2;
  }
}
