package sluice.core.model;

import java.util.List;

/**
 * The layout of a model's key points, as its maker wrote it.
 *
 * @param count key points of an object, at least 1
 * @param values floats of a key point: 2 for x and y, 3 with its confidence
 * @param names names of the key points of each class, from class 0 on; empty where none are written
 */
public record KeyPointLayout(int count, int values, List<List<String>> names) {

  /** The key points of people that COCO has. */
  private static final List<String> PERSON =
      List.of(
          "nose",
          "left_eye",
          "right_eye",
          "left_ear",
          "right_ear",
          "left_shoulder",
          "right_shoulder",
          "left_elbow",
          "right_elbow",
          "left_wrist",
          "right_wrist",
          "left_hip",
          "right_hip",
          "left_knee",
          "right_knee",
          "left_ankle",
          "right_ankle");

  /** The layout of COCO's people: 17 key points, each with a confidence. */
  public static final KeyPointLayout COCO = new KeyPointLayout(PERSON.size(), 3, List.of());

  /** Keeps its own copy; refuses numbers that can't be. */
  public KeyPointLayout {
    names = names.stream().map(List::copyOf).toList();
    if (count < 1 || values < 2 || values > 3) {
      throw new IllegalArgumentException(count + " key points of " + values + " values");
    }
  }

  /** Floats of all key points of an object. */
  public int floats() {
    return count * values;
  }

  /**
   * The name of a key point: the written one of its class, else COCO's where there are as many as
   * COCO has, else its number.
   *
   * @param label the object's class
   * @param index from 0
   */
  public String name(int label, int index) {
    List<String> written = label < names.size() ? names.get(label) : List.of();
    if (index < written.size() && !written.get(index).isEmpty()) {
      return written.get(index);
    }
    return names.isEmpty() && count == PERSON.size() ? PERSON.get(index) : Integer.toString(index);
  }

  /** In words: {@code 17x3}. */
  @Override
  public String toString() {
    return count + "x" + values;
  }
}
