package sluice.core;

import java.util.ArrayList;
import java.util.List;

/**
 * Predictions of a model for a picture: objects if it is a detector, classes of the whole picture
 * if it is a classifier.
 *
 * @param detections found objects, most confident first
 * @param classes classes of the picture, most confident first
 */
public record Predictions(List<Detection> detections, List<Classification> classes) {

  /** Nothing was found. */
  public static final Predictions NONE = new Predictions(List.of(), List.of());

  /** Keeps its own copies. */
  public Predictions {
    detections = List.copyOf(detections);
    classes = List.copyOf(classes);
  }

  /** Whether the model says nothing of the picture. */
  public boolean isEmpty() {
    return detections.isEmpty() && classes.isEmpty();
  }

  /**
   * The labels to be counted: that of each object, and that of the picture's likeliest class, if it
   * has one.
   */
  public List<String> counted() {
    List<String> labels = new ArrayList<>();
    detections.forEach(detection -> labels.add(detection.label()));
    classes.stream().findFirst().ifPresent(likeliest -> labels.add(likeliest.label()));
    return labels;
  }

  /** What a detector found. */
  public static Predictions ofDetections(List<Detection> detections) {
    return new Predictions(detections, List.of());
  }

  /** What a classifier says. */
  public static Predictions ofClasses(List<Classification> classes) {
    return new Predictions(List.of(), classes);
  }
}
