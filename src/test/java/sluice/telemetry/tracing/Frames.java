package sluice.telemetry.tracing;

import java.time.Instant;
import java.util.List;
import sluice.core.Frame;
import sluice.core.FrameLedger;
import sluice.core.FrameResult;
import sluice.core.LatencyStage;
import sluice.core.Predictions;
import sluice.core.TestPicture;

/** Frames with the timings of a pipeline, as a stream's thread tells of them. */
final class Frames {
  private final FrameLedger ledger = new FrameLedger();
  private final TestPicture picture = TestPicture.bgr24(64, 48);
  private long number;

  /** A frame that has just been prepared. */
  Frame prepared() {
    Frame frame = ledger.open("yard", number++, 0, Instant.EPOCH, picture.retain());
    frame.timings().set(LatencyStage.DECODE, 3_000);
    frame.taken(System.nanoTime());
    frame.timings().set(LatencyStage.PREPROCESS, System.nanoTime() - frame.takenNanos());
    return frame;
  }

  /** A frame whose result has just been finished, with objects. */
  FrameResult finished() {
    Frame frame = prepared();
    long submitted = System.nanoTime();
    long granted = System.nanoTime();
    long ended = System.nanoTime();
    frame.timings().set(LatencyStage.REQUEST_WAIT, granted - submitted);
    frame.timings().set(LatencyStage.INFERENCE, ended - granted);
    long reading = System.nanoTime();
    long stages = System.nanoTime();
    long end = System.nanoTime();
    frame.stages(end - stages);
    frame.timings().set(LatencyStage.POSTPROCESS, end - reading);
    frame.timings().set(LatencyStage.END_TO_END, end - frame.readyNanos());
    return new FrameResult(frame, Predictions.ofDetections(List.of()));
  }

  /** Takes one frame through a tracer; says whether it was traced. */
  boolean pass(FrameTracer tracer) {
    try (FrameResult result = finished()) {
      tracer.frameFinished(result);
      tracer.frameDelivered(result);
      return result.frame().trace() != null;
    }
  }
}
