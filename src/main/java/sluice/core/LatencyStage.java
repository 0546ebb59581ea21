package sluice.core;

import java.util.Locale;

/**
 * The stages whose latency is measured on every frame, in the order in which the frame passes
 * through them. A constant here is all that JSON, metrics, history and reports need of a new stage;
 * {@link Timings} gets its value where it is measured.
 */
public enum LatencyStage {
  /** Decoding, without waiting for the network. */
  DECODE("decoding this picture, or reading it from the network, without network waits"),
  /** Scaling and converting into the model's input. */
  PREPROCESS("scaling and converting into the model's input"),
  /** Waiting for a free inference request. */
  REQUEST_WAIT("waiting for a free inference request, once prepared"),
  /** On the device. */
  INFERENCE("inference on the device"),
  /** From raw outputs to detections. */
  POSTPROCESS("from raw outputs to detections"),
  /** From the decoded picture to the finished result. */
  END_TO_END("from the decoded picture to the finished result, waits included");

  private final String description;

  LatencyStage(String description) {
    this.description = description;
  }

  /** The stage in JSON and metrics: {@code decode}, {@code request-wait}, {@code end-to-end} … */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The stage in texts for people: {@code decode}, {@code request wait}, {@code end to end} … */
  public String displayName() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** What is measured, for documentation. */
  public String description() {
    return description;
  }
}
