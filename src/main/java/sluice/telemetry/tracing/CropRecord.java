package sluice.telemetry.tracing;

import sluice.core.CropInference;
import sluice.core.TraceContext;

/**
 * A second model's answer of an object of a chosen frame.
 *
 * @param frame the trace of the frame in which it was asked
 * @param stream the stream's id
 * @param clock holds its instants to the date
 */
record CropRecord(TraceContext frame, String stream, WallClock clock, CropInference crop)
    implements TraceRecord {
  /** Its own, the wait, and the inference. */
  private static final int SPANS = 3;

  @Override
  public int spans() {
    return SPANS;
  }
}
