package sluice.stage.sink;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.core.Detection;
import sluice.core.Frame;
import sluice.core.FrameResult;
import sluice.core.Picture;
import sluice.core.Predictions;
import sluice.core.SceneState;
import sluice.core.Timings;
import sluice.core.TraceContext;

/**
 * Item of a sink's queue, its share of a result: the predictions, and a reference to the picture
 * only where the sink draws. It does not depend on the frame's lease, which may be closed before or
 * after; its owner closes it, once.
 *
 * @param frameNumber the picture's number in its source, from 0; dropped ones leave a gap
 * @param timestampNanos media time from the start of the stream
 * @param systemTimestamp when the decoder had the picture
 * @param width of the displayed picture, in square pixels
 * @param height of the displayed picture, in square pixels
 * @param predictions the model's predictions
 * @param scene lines and zones as they are after the frame
 * @param timings what the stages spent; a snapshot that changes no more
 * @param finishedNanos when the result was there, by {@link System#nanoTime}
 * @param trace the frame's trace, or null where it is not traced
 * @param picture a reference of its own, or null where the sink wants none
 */
public record SinkItem(
    long frameNumber,
    long timestampNanos,
    Instant systemTimestamp,
    int width,
    int height,
    Predictions predictions,
    SceneState scene,
    Timings timings,
    long finishedNanos,
    @Nullable TraceContext trace,
    @Nullable Picture picture)
    implements SinkEntry {

  /** Found objects, most confident first. */
  public List<Detection> detections() {
    return predictions.detections();
  }

  /** A share of a result; its frame must be open during the call and stays the caller's. */
  public static SinkItem of(FrameResult result, boolean withPicture) {
    return of(result, result.predictions(), withPicture);
  }

  /** A share of a result without its picture, which tells of some of its predictions. */
  public static SinkItem of(FrameResult result, Predictions told) {
    return of(result, told, false);
  }

  /** A share of a result that tells of some of its predictions. */
  static SinkItem of(FrameResult result, Predictions told, boolean withPicture) {
    Frame frame = result.frame();
    Picture picture = frame.picture();
    return new SinkItem(
        frame.number(),
        frame.timestampNanos(),
        frame.systemTimestamp(),
        picture.displayWidth(),
        picture.displayHeight(),
        told,
        result.scene(),
        frame.timings().snapshot(),
        System.nanoTime(),
        frame.trace(),
        withPicture ? picture.retain() : null);
  }

  /** Another share of the same, with a reference to the picture of its own. */
  public SinkItem share() {
    return new SinkItem(
        frameNumber,
        timestampNanos,
        systemTimestamp,
        width,
        height,
        predictions,
        scene,
        timings,
        finishedNanos,
        trace,
        picture == null ? null : picture.retain());
  }

  /** Gives the picture up, where there is one. */
  @Override
  public void close() {
    if (picture != null) {
      picture.close();
    }
  }
}
