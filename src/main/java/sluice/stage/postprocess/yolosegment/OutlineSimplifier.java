package sluice.stage.postprocess.yolosegment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import sluice.core.Point;

/**
 * The simplifier of a mask's outline: leaves points out whose absence moves it by less than a
 * tolerance (Douglas and Peucker 1973), and bounds their number. For one thread.
 */
final class OutlineSimplifier {
  /** Pixels of the input: less than half a pixel, as outlines between pixels are anyway. */
  private static final float FINEST = 0.3f;

  /** Pixels of the input; coarser than this, small rings are rather left out. */
  private static final float COARSEST = 4.8f;

  /** Square pixels of the input that a ring has to cover; less than one pixel is nothing. */
  private static final float LEAST_AREA = 1;

  /** Where a point in pixels of the input lies in the picture. */
  @FunctionalInterface
  interface Mapping {
    Point point(float x, float y);
  }

  private final List<float[]> rings = new ArrayList<>();

  /** Adds a closed ring: x and y in turn, pixels of the input. */
  void add(float[] ring) {
    rings.add(ring);
  }

  /**
   * What is left of the rings, the greatest first; empty where none covers a pixel.
   *
   * @param most points of all rings together, at least 3
   */
  List<List<Point>> simplified(int most, Mapping mapping) {
    rings.sort(Comparator.comparingDouble(OutlineSimplifier::area).reversed());
    List<float[]> kept = new ArrayList<>();
    for (float[] ring : rings) {
      if (area(ring) >= LEAST_AREA) {
        kept.add(ring);
      }
    }
    List<float[]> simple = kept;
    for (float tolerance = FINEST; tolerance <= COARSEST; tolerance *= 2) {
      float limit = tolerance;
      simple = kept.stream().map(ring -> simplify(ring, limit)).toList();
      if (points(simple) <= most) {
        break;
      }
    }
    List<List<Point>> mapped = new ArrayList<>();
    int room = most;
    for (float[] ring : simple) {
      float[] fitting = ring;
      for (float tolerance = 2 * COARSEST; mapped.isEmpty() && fitting.length > 2 * room; ) {
        fitting = simplify(fitting, tolerance);
        tolerance *= 2;
      }
      if (fitting.length <= 2 * room) {
        mapped.add(map(fitting, mapping));
        room -= fitting.length / 2;
      }
    }
    return mapped;
  }

  private static List<Point> map(float[] ring, Mapping mapping) {
    List<Point> points = new ArrayList<>(ring.length / 2);
    for (int i = 0; i < ring.length; i += 2) {
      points.add(mapping.point(ring[i], ring[i + 1]));
    }
    return points;
  }

  private static int points(List<float[]> rings) {
    return rings.stream().mapToInt(ring -> ring.length / 2).sum();
  }

  /** The area that a ring encloses (the shoelace formula). */
  private static double area(float[] ring) {
    double twice = 0;
    int last = ring.length - 2;
    for (int i = 0; i < ring.length; i += 2) {
      twice += (double) ring[last] * ring[i + 1] - (double) ring[i] * ring[last + 1];
      last = i;
    }
    return Math.abs(twice) / 2;
  }

  private static float[] simplify(float[] ring, float tolerance) {
    int count = ring.length / 2;
    boolean[] kept = new boolean[count];
    kept[0] = true;
    int far = farthest(ring, 0, count, 0);
    kept[far] = true;
    split(ring, 0, far, tolerance, kept);
    split(ring, far, count, tolerance, kept);
    if (remaining(kept) < 3) {
      // A sliver: three points make an area at least.
      int one = farthest(ring, 0, far, far);
      int other = farthest(ring, far, count, 0);
      kept[one] = true;
      kept[other % count] = true;
    }
    float[] simple = new float[2 * remaining(kept)];
    int size = 0;
    for (int i = 0; i < count; i++) {
      if (kept[i]) {
        simple[size++] = ring[2 * i];
        simple[size++] = ring[2 * i + 1];
      }
    }
    return simple;
  }

  private static int remaining(boolean[] kept) {
    int remaining = 0;
    for (boolean each : kept) {
      remaining += each ? 1 : 0;
    }
    return remaining;
  }

  /** Keeps what stands out between two points; the one after the last is the first again. */
  private static void split(float[] ring, int first, int last, float tolerance, boolean[] kept) {
    int[] open = {first, last};
    int size = 2;
    while (size > 0) {
      int to = open[--size];
      int from = open[--size];
      int far = farthest(ring, from, to, to);
      if (far > from
          && far < to
          && distance(ring, from, to, far) > (double) tolerance * tolerance) {
        kept[far] = true;
        open = open.length < size + 4 ? Arrays.copyOf(open, 2 * (size + 4)) : open;
        open[size++] = from;
        open[size++] = far;
        open[size++] = far;
        open[size++] = to;
      }
    }
  }

  /** The point between two that is farthest from the line between the first one and another. */
  private static int farthest(float[] ring, int from, int to, int end) {
    int far = from;
    double most = -1;
    for (int i = from + 1; i < to; i++) {
      double distance = distance(ring, from, end, i);
      if (distance > most) {
        most = distance;
        far = i;
      }
    }
    return far;
  }

  /** The square of a point's distance from the segment between two others. */
  private static double distance(float[] ring, int from, int to, int point) {
    int a = 2 * from;
    int b = 2 * to % ring.length;
    int p = 2 * point;
    double x = (double) ring[b] - ring[a];
    double y = (double) ring[b + 1] - ring[a + 1];
    double length = x * x + y * y;
    double px = (double) ring[p] - ring[a];
    double py = (double) ring[p + 1] - ring[a + 1];
    double along = length == 0 ? 0 : Math.clamp((px * x + py * y) / length, 0, 1);
    double dx = px - along * x;
    double dy = py - along * y;
    return dx * dx + dy * dy;
  }
}
