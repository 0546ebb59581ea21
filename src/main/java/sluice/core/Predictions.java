package sluice.core;

import java.util.ArrayList;
import java.util.List;

/**
 * Predictions of a model for a picture: objects if it is a detector, classes of the whole picture
 * if it is a classifier, attributes if it is one with several heads.
 *
 * @param detections found objects, most confident first
 * @param classes classes of the picture, most confident first
 * @param attributes attributes of the picture, in the order of the model's heads
 */
public record Predictions(
    List<Detection> detections, List<Classification> classes, List<Attribute> attributes) {

  /** Nothing was found. */
  public static final Predictions NONE = new Predictions(List.of(), List.of(), List.of());

  /** Keeps its own copies. */
  public Predictions {
    detections = List.copyOf(detections);
    classes = List.copyOf(classes);
    attributes = List.copyOf(attributes);
  }

  /** Objects and classes without attributes. */
  public Predictions(List<Detection> detections, List<Classification> classes) {
    this(detections, classes, List.of());
  }

  /** Whether the model says nothing of the picture. */
  public boolean isEmpty() {
    return detections.isEmpty() && classes.isEmpty() && attributes.isEmpty();
  }

  /**
   * The labels to be counted: that of each object, that of the picture's likeliest class, if it has
   * one, and that of each attribute behind its name ({@code color red}).
   */
  public List<String> counted() {
    List<String> labels = new ArrayList<>();
    detections.forEach(detection -> labels.add(detection.label()));
    attributes.forEach(each -> labels.add(each.name() + " " + each.label()));
    classes.stream().findFirst().ifPresent(likeliest -> labels.add(likeliest.label()));
    return labels;
  }

  /** What a detector found. */
  public static Predictions ofDetections(List<Detection> detections) {
    return new Predictions(detections, List.of());
  }

  /** What a classifier with several heads says. */
  public static Predictions ofAttributes(List<Attribute> attributes) {
    return new Predictions(List.of(), List.of(), attributes);
  }

  /** What a classifier says. */
  public static Predictions ofClasses(List<Classification> classes) {
    return new Predictions(List.of(), classes);
  }
}
