package sluice.demo;

import java.util.ArrayList;
import java.util.List;

/**
 * Builder of a figure's body: tapered capsules for limbs, a polygon for the torso, ellipses for the
 * head. All lengths are shares of its height (from the proportions that artists use); every later
 * piece lies in front of the earlier ones.
 */
final class Body {
  private static final double SOLE = 0.035;
  private static final double THIGH = 0.245;
  private static final double SHIN = 0.235;
  private static final double TORSO = 0.315;
  private static final double NECK = 0.125;
  private static final double UPPER_ARM = 0.165;
  private static final double FOREARM = 0.150;
  private static final double LEAN = 0.025;

  /** How far an elbow stays out from the side. */
  private static final double ELBOW_OUT = 0.16;

  private static final double IN_SHADE = 0.82;
  private static final double IN_LIGHT = 1.1;

  private final Stance stance;
  private final Appearance look;
  private final double size;
  private final int facing;
  private final Point hips;
  private final Point shoulders;
  private final Point head;
  private final List<Part> parts = new ArrayList<>();

  private Body(Stance stance, Appearance look) {
    this.stance = stance;
    this.look = look;
    this.size = stance.height();
    this.facing = stance.facing();
    double reach = Math.max(reach(stance.phase()), reach(stance.phase() + Math.PI));
    this.hips = stance.ground().plus(0, -(SOLE + reach) * size);
    this.shoulders = hips.plus(facing * LEAN * size, -TORSO * size);
    this.head = shoulders.plus(facing * LEAN * 0.35 * size, -NECK * size);
  }

  /** The pieces of a figure, from the back to the front. */
  static List<Part> parts(Stance stance, Appearance look) {
    Body body = new Body(stance, look);
    body.draw();
    return List.copyOf(body.parts);
  }

  /** How far below the hips an ankle is; the lower one stands. */
  private static double reach(double phase) {
    return THIGH * StrictMath.cos(Gait.thigh(phase)) + SHIN * StrictMath.cos(Gait.shin(phase));
  }

  private void draw() {
    double farPhase = facing > 0 ? stance.phase() : stance.phase() + Math.PI;
    double nearPhase = farPhase + Math.PI;
    arm(farPhase, facing, IN_SHADE);
    leg(farPhase, facing, IN_SHADE);
    leg(nearPhase, -facing, 1);
    torso();
    headAndHair();
    arm(nearPhase, -facing, 1.06);
  }

  private void leg(double phase, int side, double light) {
    Point top = hips.plus(side * look.hips() * 0.75 * size, 0);
    Point knee = top.along(Gait.thigh(phase), THIGH * size, facing);
    Point ankle = knee.along(Gait.shin(phase), SHIN * size, facing);
    Point heel = ankle.plus(-facing * 0.012 * size, 0.012 * size);
    Point toes = ankle.plus(facing * 0.062 * size, 0.020 * size);
    limb(heel, toes, 0.020, 0.015, look.shoes(), light);
    limb(knee, ankle, 0.038, 0.025, look.trousers(), light);
    limb(top, knee, 0.060, 0.040, look.trousers(), light);
    Point lit = top.plus(-facing * 0.012 * size, 0);
    limb(
        lit, knee.plus(-facing * 0.008 * size, 0), 0.030, 0.018, look.trousers(), light * IN_LIGHT);
  }

  private void arm(double phase, int side, double light) {
    Point top = shoulders.plus(side * look.shoulders() * size, 0.030 * size);
    Point elbow =
        top.along(Gait.upperArm(phase), UPPER_ARM * size, facing)
            .plus(side * ELBOW_OUT * UPPER_ARM * size, 0);
    Point hand = elbow.along(Gait.forearm(phase), FOREARM * size, facing);
    limb(elbow, hand, 0.026, 0.020, look.top(), light * 0.97);
    limb(top, elbow, 0.034, 0.027, look.top(), light);
    oval(hand.plus(0, 0.012 * size), 0.020, 0.025, look.skin(), light);
  }

  private void torso() {
    double shoulder = look.shoulders();
    double hem = look.hem();
    double waist = look.hips() + 0.030;
    double skirt = look.hips() + 0.040;
    List<Point> outline = new ArrayList<>();
    for (int side : new int[] {-1, 1}) {
      List<Point> half =
          List.of(
              at(hips, side * skirt, hem),
              at(hips, side * waist, -0.13),
              at(shoulders, side * (shoulder + 0.018), 0.028),
              at(shoulders, side * (shoulder - 0.02), -0.012),
              at(shoulders, side * 0.035, -0.034));
      outline.addAll(side < 0 ? half : half.reversed());
    }
    parts.add(new Part(new Polygon(outline), look.top()));
    polygon(
        IN_LIGHT,
        at(shoulders, -0.045, -0.02),
        at(shoulders, 0.03, -0.02),
        at(hips, 0.02, hem * 0.9),
        at(hips, -0.05, hem * 0.9));
  }

  private void headAndHair() {
    limb(at(shoulders, 0, -0.02), at(head, 0, 0.05), 0.030, 0.027, look.skin(), 0.86);
    oval(head, 0.050, 0.068, look.skin(), 1);
    oval(at(head, -facing * 0.010, -0.024), 0.053, 0.050, look.hair(), 1);
    if (look.longHair()) {
      oval(at(head, -facing * 0.030, 0.030), 0.034, 0.070, look.hair(), 1);
    }
    oval(at(head, facing * 0.022, 0.012), 0.028, 0.038, look.skin(), 1.03);
  }

  private Point at(Point origin, double dx, double dy) {
    return origin.plus(dx * size, dy * size);
  }

  private void limb(
      Point from, Point to, double fromRadius, double toRadius, int rgb, double light) {
    parts.add(Part.shaded(new Capsule(from, to, fromRadius * size, toRadius * size), rgb, light));
  }

  private void oval(Point center, double halfWidth, double halfHeight, int rgb, double light) {
    parts.add(Part.shaded(new Ellipse(center, halfWidth * size, halfHeight * size), rgb, light));
  }

  private void polygon(double light, Point... corners) {
    parts.add(Part.shaded(new Polygon(List.of(corners)), look.top(), light));
  }
}
