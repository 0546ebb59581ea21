package sluice.demo;

/**
 * Periodic trajectory of a person through the picture: in at one side, out at the other, a pause,
 * and back.
 *
 * @param height of the figure, pixels
 * @param ground the height of the floor under the feet, pixels from the top
 * @param speed pixels a second
 * @param cadence whole turns of the walk, two steps each, a second
 * @param direction of the first time: 1 to the right, -1 to the left
 * @param returns whether each time goes the other way; else all go the same way
 * @param firstEntry when the first time begins, seconds; may lie before the start of the scene
 * @param period from one entry to the next, seconds
 */
record Walk(
    double height,
    double ground,
    double speed,
    double cadence,
    int direction,
    boolean returns,
    double firstEntry,
    double period) {

  /**
   * How far beyond the edge a way begins and ends, as a share of the figure's height: nothing of it
   * is seen there.
   */
  static final double MARGIN = 0.3;

  /**
   * Where somebody is at a time from the start of the scene; while pausing, beyond the picture's
   * edge.
   */
  Stance at(double seconds, int pictureWidth) {
    double sinceFirst = seconds - firstEntry;
    long turn = (long) Math.floor(sinceFirst / period);
    double sinceEntry = sinceFirst - turn * period;
    int facing = returns && Math.floorMod(turn, 2) == 1 ? -direction : direction;
    double way = -MARGIN * height + speed * sinceEntry;
    double x = facing > 0 ? way : pictureWidth - way;
    return new Stance(new Point(x, ground), height, facing, 2 * Math.PI * cadence * sinceFirst);
  }
}
