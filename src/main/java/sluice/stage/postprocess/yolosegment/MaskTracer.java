package sluice.stage.postprocess.yolosegment;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import sluice.core.Geometry;
import sluice.core.Mask;
import sluice.core.Point;
import sluice.core.model.InputSpec;

/**
 * The tracer of masks: finds the outline of what is above 0 in a sum of prototypes, inside a box.
 *
 * <p>It goes by marching squares (Lorensen and Cline 1987, in two dimensions) over a lattice whose
 * lines are the samples inside the box and a few lines between those, with bilinear values, as if
 * the sum was scaled up; the finer the smaller the box is. An outline crosses the edges of the
 * lattice where the straight line between their values does, so that it lies between the pixels of
 * a mask that was scaled up. The box's own edges are lines of the lattice too, and beyond them lies
 * a ring of outside at no distance, so that every outline is closed and cut just at the box.
 *
 * <p>For one thread at a time; keeps its buffers from one mask to the next.
 */
final class MaskTracer {
  private static final int NONE = -1;
  private static final float OUTSIDE = -1;

  /** Lines of the lattice for a sample: as many as a usual prototype's sample has pixels. */
  private static final int FINEST = 4;

  /** Nodes up to which a lattice may be finer than the samples. */
  private static final int MOST_NODES = 1 << 16;

  /** Points of a mask: its text stays below 15 kB. Those of things have some 50; lace has more. */
  static final int MOST_POINTS = 1024;

  /** Points that every mask may have, however many there are in a picture. */
  static final int SURE_POINTS = 64;

  /** Points of the masks of a picture, but for the sure ones: their text stays below 250 kB. */
  private static final int MOST_OF_PICTURE = 16 * MOST_POINTS;

  /** A mask may have so many of the points that are left to a picture. */
  private static final int SHARE = 8;

  private final Prototypes prototypes;
  private final InputSpec input;
  private final float[] coefficients;
  private float[] sums = {};
  private float[] values = {};
  private int[] next = {};
  private float[] xs = {};
  private float[] ys = {};
  private float[] ring = new float[64];
  private int columns;
  private int rows;
  private int room;

  /** A tracer for masks of prototypes like these. */
  MaskTracer(Prototypes prototypes, InputSpec input) {
    this.prototypes = prototypes;
    this.input = input;
    this.coefficients = new float[prototypes.channels()];
  }

  /** Begins with a picture: its masks share the points that a picture may have. */
  void begin() {
    room = MOST_OF_PICTURE;
  }

  /** The coefficients of the mask that is traced next, to be filled in. */
  float[] coefficients() {
    return coefficients;
  }

  /**
   * Traces the mask of the coefficients inside a box in fractions of the input.
   *
   * @param floats of the prototypes
   * @param geometry where the picture lay in the input; the mask ends at its edges
   * @return absent where it is empty
   */
  Optional<Mask> trace(
      MemorySegment floats, Geometry geometry, float left, float top, float right, float bottom) {
    float fromX = clip(edge(left, input.width()), geometry.left(), geometry.width());
    float toX = clip(edge(right, input.width()), geometry.left(), geometry.width());
    float fromY = clip(edge(top, input.height()), geometry.top(), geometry.height());
    float toY = clip(edge(bottom, input.height()), geometry.top(), geometry.height());
    if (!(fromX < toX && fromY < toY)) {
      return Optional.empty();
    }
    int fineness =
        fineness((double) (toX - fromX) * prototypes.width() * (toY - fromY) * prototypes.height());
    xs = lattice(fromX, toX, prototypes.width(), fineness);
    ys = lattice(fromY, toY, prototypes.height(), fineness);
    columns = xs.length;
    rows = ys.length;
    evaluate(floats);
    connect();
    OutlineSimplifier rings = new OutlineSimplifier();
    for (int edge = 0; edge < 2 * columns * rows; edge++) {
      if (next[edge] != NONE) {
        rings.add(follow(edge));
      }
    }
    List<List<Point>> simple =
        rings.simplified(
            Math.clamp(room / SHARE, SURE_POINTS, MOST_POINTS),
            (x, y) -> geometry.toPicture(x / input.width(), y / input.height()).clamp());
    room = Math.max(0, room - simple.stream().mapToInt(List::size).sum());
    return simple.isEmpty() ? Optional.empty() : Optional.of(new Mask(simple));
  }

  private static int fineness(double samples) {
    int fineness = FINEST;
    while (fineness > 1 && samples * fineness * fineness > MOST_NODES) {
      fineness /= 2;
    }
    return fineness;
  }

  /** Where pixels begin that are inside of an edge, as {@code crop_mask} has it. */
  private static float edge(float place, int pixels) {
    return (float) Math.ceil(place * pixels) / pixels;
  }

  /** The nearest place that is inside the input and the picture. */
  private static float clip(float edge, float first, float length) {
    float least = Math.max(0, first);
    return Math.clamp(edge, least, Math.max(least, Math.min(1, first + length)));
  }

  /**
   * The lines of the lattice across a span, in samples: its edges, each twice, with those in
   * between.
   *
   * @param fineness lines for a sample
   */
  private static float[] lattice(float from, float to, int samples, int fineness) {
    // The middle of sample 0 lies half a sample inside.
    float start = from * samples - 0.5f;
    float end = to * samples - 0.5f;
    int first = (int) Math.floor(start * fineness) + 1;
    int last = (int) Math.ceil(end * fineness) - 1;
    int inner = Math.max(0, last - first + 1);
    float[] lines = new float[inner + 4];
    lines[0] = start;
    lines[1] = start;
    for (int i = 0; i < inner; i++) {
      lines[2 + i] = (float) (first + i) / fineness;
    }
    lines[inner + 2] = end;
    lines[inner + 3] = end;
    return lines;
  }

  /** Fills in the values at the nodes of the lattice. */
  private void evaluate(MemorySegment floats) {
    int left = sample(Math.floor(xs[0]), prototypes.width());
    int top = sample(Math.floor(ys[0]), prototypes.height());
    int across = sample(Math.ceil(xs[columns - 1]), prototypes.width()) - left + 1;
    int down = sample(Math.ceil(ys[rows - 1]), prototypes.height()) - top + 1;
    sums = sums.length < across * down ? new float[across * down] : sums;
    prototypes.sum(floats, coefficients, left, top, across, down, sums);
    values = values.length < columns * rows ? new float[columns * rows] : values;
    for (int row = 0; row < rows; row++) {
      float y = Math.clamp(ys[row], 0, prototypes.height() - 1) - top;
      for (int column = 0; column < columns; column++) {
        boolean border = row == 0 || column == 0 || row == rows - 1 || column == columns - 1;
        float x = Math.clamp(xs[column], 0, prototypes.width() - 1) - left;
        float value = border ? OUTSIDE : between(x, y, across);
        values[row * columns + column] = Float.isFinite(value) ? value : OUTSIDE;
      }
    }
  }

  private static int sample(double place, int samples) {
    return (int) Math.clamp(place, 0, samples - 1);
  }

  /** The bilinear value between the sums; beyond the outermost ones theirs. */
  private float between(float x, float y, int across) {
    int column = (int) x;
    int row = (int) y;
    float partX = x - column;
    float partY = y - row;
    int at = row * across + column;
    int right = partX > 0 ? 1 : 0;
    int below = partY > 0 ? across : 0;
    float upper = sums[at] + partX * (sums[at + right] - sums[at]);
    float lower = sums[at + below] + partX * (sums[at + below + right] - sums[at + below]);
    return upper + partY * (lower - upper);
  }

  private boolean isInside(int node) {
    return values[node] > 0;
  }

  /**
   * Joins the crossings of each cell's edges, so that the inside lies at the right hand. An edge to
   * the right of a node has the node's number, one below it that of {@link #below}.
   */
  private void connect() {
    int edges = 2 * columns * rows;
    next = next.length < edges ? new int[edges] : next;
    Arrays.fill(next, 0, edges, NONE);
    for (int row = 0; row + 1 < rows; row++) {
      for (int column = 0; column + 1 < columns; column++) {
        connect(row * columns + column);
      }
    }
  }

  private int below(int node) {
    return columns * rows + node;
  }

  private void connect(int node) {
    boolean upperLeft = isInside(node);
    boolean upperRight = isInside(node + 1);
    boolean lowerRight = isInside(node + columns + 1);
    boolean lowerLeft = isInside(node + columns);
    int top = node;
    int right = below(node + 1);
    int bottom = node + columns;
    int left = below(node);
    if (upperLeft == lowerRight && upperRight == lowerLeft && upperLeft != upperRight) {
      saddle(node, upperLeft, top, right, bottom, left);
      return;
    }
    // Clockwise around the cell, an outline begins where the inside ends, and ends where it begins.
    int start =
        begin(
            upperLeft,
            upperRight,
            top,
            begin(
                upperRight,
                lowerRight,
                right,
                begin(lowerRight, lowerLeft, bottom, begin(lowerLeft, upperLeft, left, NONE))));
    if (start != NONE) {
      next[start] =
          begin(
              upperRight,
              upperLeft,
              top,
              begin(
                  lowerRight,
                  upperRight,
                  right,
                  begin(lowerLeft, lowerRight, bottom, begin(upperLeft, lowerLeft, left, NONE))));
    }
  }

  private static int begin(boolean here, boolean there, int edge, int otherwise) {
    return here && !there ? edge : otherwise;
  }

  /** Two opposite corners are inside: they belong together where the middle of the cell is. */
  private void saddle(int node, boolean upperLeft, int top, int right, int bottom, int left) {
    float middle =
        values[node] + values[node + 1] + values[node + columns] + values[node + columns + 1];
    boolean together = middle > 0;
    if (upperLeft) {
      next[top] = together ? right : left;
      next[bottom] = together ? left : right;
    } else {
      next[left] = together ? top : bottom;
      next[right] = together ? bottom : top;
    }
  }

  /** Takes a ring off the edges: its points in pixels of the input, x and y in turn. */
  private float[] follow(int start) {
    int size = 0;
    int edge = start;
    while (next[edge] != NONE) {
      if (size == ring.length) {
        ring = Arrays.copyOf(ring, 2 * size);
      }
      int node = edge % (columns * rows);
      int other = edge < columns * rows ? node + 1 : node + columns;
      float part = values[node] / (values[node] - values[other]);
      ring[size++] =
          between(xs, node % columns, other % columns, part, input.width(), prototypes.width());
      ring[size++] =
          between(ys, node / columns, other / columns, part, input.height(), prototypes.height());
      int after = next[edge];
      next[edge] = NONE;
      edge = after;
    }
    return Arrays.copyOf(ring, size);
  }

  private static float between(
      float[] lines, int from, int to, float part, int pixels, int samples) {
    float place = lines[from] + part * (lines[to] - lines[from]);
    return (place + 0.5f) * pixels / samples;
  }
}
