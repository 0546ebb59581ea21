package sluice.stage.postprocess;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import sluice.core.Box;
import sluice.core.Detection;
import sluice.core.Geometry;
import sluice.core.Predictions;
import sluice.core.Shape;

/**
 * The candidate boxes of one frame: those that reach the threshold, before non-maximum suppression.
 * Boxes are in fractions of the model's input. What is no box never gets in: NaN, infinite values,
 * a right edge left of the left one, no class. For one thread.
 */
public final class Candidates {
  private static final int FIRST_CAPACITY = 64;
  private static final int CORNERS = 4;
  private static final int[] NO_ORIGINS = {};
  private static final float GREATEST_LABEL = 1 << 20;

  private final ReadingSettings settings;
  private int[] labels = new int[FIRST_CAPACITY];
  private float[] confidences = new float[FIRST_CAPACITY];
  private float[] corners = new float[FIRST_CAPACITY * CORNERS];
  private int[] origins = NO_ORIGINS;
  private int size;

  /** What makes the shapes of objects, once it is known which candidates are objects. */
  @FunctionalInterface
  public interface Shaper {

    /** The shape of a candidate; absent where it has none and is no object therefore. */
    Optional<? extends Shape> shape(int candidate);
  }

  /** None yet; only what reaches the settings' threshold will get in. */
  public Candidates(ReadingSettings settings) {
    this.settings = settings;
  }

  /**
   * Adds a box that is given by its corners.
   *
   * @return whether it got in
   */
  public boolean add(
      int label, float confidence, float left, float top, float right, float bottom) {
    if (!isConfident(confidence) || label < 0 || !isSpan(left, right) || !isSpan(top, bottom)) {
      return false;
    }
    makeRoom();
    labels[size] = label;
    confidences[size] = confidence + 0f; // No negative zero.
    int corner = size * CORNERS;
    corners[corner] = left;
    corners[corner + 1] = top;
    corners[corner + 2] = right;
    corners[corner + 3] = bottom;
    size++;
    return true;
  }

  /**
   * Adds a box that is given by its centre.
   *
   * @return whether it got in
   */
  public boolean addCentred(
      int label, float confidence, float x, float y, float width, float height) {
    return add(label, confidence, x - width / 2, y - height / 2, x + width / 2, y + height / 2);
  }

  /**
   * Notes which box of an output the candidate is that was added last. Readers that come back for a
   * candidate's shape note it; others need not.
   */
  public void origin(int box) {
    if (origins.length < size) {
      origins = Arrays.copyOf(origins, labels.length);
    }
    origins[size - 1] = box;
  }

  /** The box of an output that a candidate is, as it was {@linkplain #origin(int) noted}. */
  public int originOf(int candidate) {
    return origins[candidate];
  }

  /**
   * Adds a box of left, top, right, bottom.
   *
   * @param first index of the first of its floats
   * @param unitX what a float of 1 is in fractions of the input's width
   * @param unitY what a float of 1 is in fractions of the input's height
   * @return whether it got in
   */
  public boolean addCorners(
      int label, float confidence, MemorySegment floats, long first, float unitX, float unitY) {
    return add(
        label,
        confidence,
        floats.getAtIndex(ValueLayout.JAVA_FLOAT, first) * unitX,
        floats.getAtIndex(ValueLayout.JAVA_FLOAT, first + 1) * unitY,
        floats.getAtIndex(ValueLayout.JAVA_FLOAT, first + 2) * unitX,
        floats.getAtIndex(ValueLayout.JAVA_FLOAT, first + 3) * unitY);
  }

  /** Adds a query's box in fractions of the input: centre x, centre y, width, height. */
  public void addQuery(int label, float confidence, MemorySegment floats, long first) {
    addCentred(
        label,
        confidence,
        floats.getAtIndex(ValueLayout.JAVA_FLOAT, first),
        floats.getAtIndex(ValueLayout.JAVA_FLOAT, first + 1),
        floats.getAtIndex(ValueLayout.JAVA_FLOAT, first + 2),
        floats.getAtIndex(ValueLayout.JAVA_FLOAT, first + 3));
  }

  /** The class that a model wrote as a float; negative where that is none. */
  public static int label(float written) {
    return written >= 0 && written <= GREATEST_LABEL ? Math.round(written) : -1;
  }

  private boolean isConfident(float confidence) {
    return confidence >= settings.threshold() && confidence <= Float.MAX_VALUE;
  }

  private static boolean isSpan(float from, float to) {
    return from >= -Float.MAX_VALUE && from <= to && to <= Float.MAX_VALUE;
  }

  private void makeRoom() {
    if (size == labels.length) {
      labels = Arrays.copyOf(labels, 2 * size);
      confidences = Arrays.copyOf(confidences, 2 * size);
      corners = Arrays.copyOf(corners, 2 * size * CORNERS);
    }
  }

  /** How many candidates there are. */
  public int size() {
    return size;
  }

  /** The class of a candidate. */
  public int label(int candidate) {
    return labels[candidate];
  }

  /** The left edge of a candidate, in fractions of the input. */
  public float left(int candidate) {
    return corners[candidate * CORNERS];
  }

  /** The upper edge of a candidate, in fractions of the input. */
  public float top(int candidate) {
    return corners[candidate * CORNERS + 1];
  }

  /** The right edge of a candidate, in fractions of the input. */
  public float right(int candidate) {
    return corners[candidate * CORNERS + 2];
  }

  /** The lower edge of a candidate, in fractions of the input. */
  public float bottom(int candidate) {
    return corners[candidate * CORNERS + 3];
  }

  /** All candidates, most confident first; of equals, the one that was added first. */
  public int[] byConfidence() {
    long[] keys = new long[size];
    for (int i = 0; i < size; i++) {
      // Bits of floats that aren't negative are in the order of the floats.
      long weakness = (long) Integer.MAX_VALUE - Float.floatToIntBits(confidences[i]);
      keys[i] = weakness << Integer.SIZE | i;
    }
    Arrays.sort(keys);
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      order[i] = (int) keys[i];
    }
    return order;
  }

  /** The most confident ones as detections. */
  public Predictions strongest(int most, Geometry geometry) {
    int[] order = byConfidence();
    return detections(order, Math.min(most, order.length), geometry);
  }

  /** The most confident ones as detections with shapes; those without one are left out. */
  public Predictions strongest(int most, Geometry geometry, Shaper shaper) {
    int[] order = byConfidence();
    return detections(order, Math.min(most, order.length), geometry, shaper);
  }

  /**
   * The first of chosen candidates as detections with shapes, in their order; those without one are
   * left out.
   */
  public Predictions detections(int[] chosen, int count, Geometry geometry, Shaper shaper) {
    List<Detection> found = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Optional<? extends Shape> shape = shaper.shape(chosen[i]);
      if (shape.isPresent()) {
        found.add(detection(chosen[i], geometry).withShape(shape.get()));
      }
    }
    return Predictions.ofDetections(found);
  }

  /** The first of chosen candidates as detections, in their order. */
  Predictions detections(int[] chosen, int count, Geometry geometry) {
    List<Detection> found = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      found.add(detection(chosen[i], geometry));
    }
    return Predictions.ofDetections(found);
  }

  private Detection detection(int candidate, Geometry geometry) {
    int label = labels[candidate];
    Box box = new Box(left(candidate), top(candidate), right(candidate), bottom(candidate));
    return new Detection(
        label,
        settings.labels().apply(label),
        Math.min(1f, confidences[candidate]),
        geometry.toPicture(box).clamp());
  }
}
