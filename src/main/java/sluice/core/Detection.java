package sluice.core;

import java.util.Optional;

/**
 * One object that a model found in a picture.
 *
 * @param labelId the class, as the model numbers it, from 0
 * @param label the class in words; its number where no label is known
 * @param confidence 0 to 1
 * @param box where, in fractions of the displayed picture; of a rotated box its axis-aligned hull
 * @param shape what the model tells of the object besides its box; absent of most models
 * @param object what is known of it beyond the frame; absent where objects are not followed, and
 *     while it isn't confirmed
 */
public record Detection(
    int labelId,
    String label,
    float confidence,
    Box box,
    Optional<Shape> shape,
    Optional<ObjectState> object) {

  /** An object of which nothing but its box is known. */
  public Detection(int labelId, String label, float confidence, Box box) {
    this(labelId, label, confidence, box, Optional.empty(), Optional.empty());
  }

  /** The same object with a shape. */
  public Detection withShape(Shape other) {
    return new Detection(labelId, label, confidence, box, Optional.of(other), object);
  }

  /** The same detection as one of an object that is followed. */
  public Detection withObject(ObjectState state) {
    return new Detection(labelId, label, confidence, box, shape, Optional.of(state));
  }
}
