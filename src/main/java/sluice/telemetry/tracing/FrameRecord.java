package sluice.telemetry.tracing;

import sluice.core.Frame;
import sluice.core.Timings;
import sluice.core.TraceContext;

/**
 * A chosen frame as it was when it left its stream. Instants are by {@link System#nanoTime}.
 *
 * @param context its identity
 * @param reason why it was chosen
 * @param stream what is known of its stream
 * @param clock holds its instants to the date
 * @param number the frame's number in its source
 * @param width of the displayed picture, in pixels; 0 where it isn't known any more
 * @param height of the displayed picture
 * @param objects found in it
 * @param error word of what went wrong; empty where nothing did
 * @param timings what the stages spent
 * @param readyNanos when the decoder had it
 * @param takenNanos when its preparation began
 * @param stagesNanos what the result stages spent
 * @param endNanos when every sink had its share, or when it was given up
 */
record FrameRecord(
    TraceContext context,
    Reason reason,
    StreamFacts stream,
    WallClock clock,
    long number,
    int width,
    int height,
    int objects,
    String error,
    Timings timings,
    long readyNanos,
    long takenNanos,
    long stagesNanos,
    long endNanos)
    implements TraceRecord {

  /** Why a frame is traced. */
  enum Reason {
    /** Its turn had come. */
    RATE,
    /** It took longer than what counts as slow. */
    SLOW,
    /** It was dropped for its age. */
    MAX_AGE,
    /** Its inference failed or was given up. */
    FAILED
  }

  /**
   * What is known of a stream while it uses a model.
   *
   * @param stream its id
   * @param model name of the model
   * @param device where that runs
   * @param follows whether objects are followed
   * @param run name of the run, as messages have it; empty before it has begun
   */
  record StreamFacts(String stream, String model, String device, boolean follows, String run) {}

  /**
   * A record of a frame, which must be open.
   *
   * @param pictured whether its picture may still be looked at
   */
  static FrameRecord of(
      Frame frame,
      TraceContext context,
      Reason reason,
      StreamFacts stream,
      WallClock clock,
      boolean pictured,
      int objects,
      String error,
      long endNanos) {
    return new FrameRecord(
        context,
        reason,
        stream,
        clock,
        frame.number(),
        pictured ? frame.picture().displayWidth() : 0,
        pictured ? frame.picture().displayHeight() : 0,
        objects,
        error,
        frame.timings().snapshot(),
        frame.readyNanos(),
        frame.takenNanos(),
        frame.stagesNanos(),
        endNanos);
  }

  @Override
  public int spans() {
    return FrameStages.count(this) + 1;
  }
}
