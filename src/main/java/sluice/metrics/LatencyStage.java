package sluice.metrics;

import java.util.Locale;
import sluice.core.Timings;

/** The parts of a frame's way that are timed, in the order in which the frame goes through them. */
public enum LatencyStage {
  /** Decoding, without waiting for the network. */
  DECODE,
  /** Scaling and converting into the model's input. */
  PREPROCESS,
  /** Waiting for a free inference request. */
  REQUEST_WAIT,
  /** On the device. */
  INFERENCE,
  /** From raw outputs to detections. */
  POSTPROCESS,
  /** From the decoded picture to the finished result. */
  END_TO_END;

  /** The stage as users see it: {@code decode}, {@code request wait}, {@code end to end} … */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** This stage's share of a frame's timings, nanoseconds. */
  public long of(Timings timings) {
    return switch (this) {
      case DECODE -> timings.decode;
      case PREPROCESS -> timings.preprocess;
      case REQUEST_WAIT -> timings.requestWait;
      case INFERENCE -> timings.inference;
      case POSTPROCESS -> timings.postprocess;
      case END_TO_END -> timings.endToEnd;
    };
  }
}
