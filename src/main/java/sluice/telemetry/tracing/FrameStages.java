package sluice.telemetry.tracing;

import java.util.ArrayList;
import java.util.List;
import sluice.core.LatencyStage;

/**
 * The stages of a frame one after the other, from the begin of its decoding to its end, without a
 * gap: what no stage has spent is a wait, which has a name too. Instants are by {@link
 * System#nanoTime}.
 */
final class FrameStages {
  private static final int OF_RESULT = 8;
  private static final int OF_GIVEN_UP = 4;

  private final FrameRecord frame;
  private final List<Stage> stages = new ArrayList<>(OF_RESULT + 1);
  private long reached;

  private FrameStages(FrameRecord frame) {
    this.frame = frame;
    reached = begin(frame);
  }

  /** A stage; its end is not before its begin. */
  record Stage(String name, long fromNanos, long toNanos) {}

  /** When the frame's decoding began. */
  static long begin(FrameRecord frame) {
    return frame.readyNanos() - Math.max(0, frame.timings().get(LatencyStage.DECODE));
  }

  /** How many stages a frame has. */
  static int count(FrameRecord frame) {
    return switch (frame.reason()) {
      case RATE, SLOW -> frame.stream().follows() ? OF_RESULT + 1 : OF_RESULT;
      case MAX_AGE, FAILED -> OF_GIVEN_UP;
    };
  }

  /** The stages of a frame, in their order. */
  static List<Stage> of(FrameRecord frame) {
    FrameStages stages = new FrameStages(frame);
    stages.until("decode", frame.readyNanos());
    stages.until("hand_over", frame.takenNanos());
    stages.spent("prepare", LatencyStage.PREPROCESS);
    switch (frame.reason()) {
      case RATE, SLOW -> stages.inferred();
      case MAX_AGE -> stages.until("wait_for_request", frame.endNanos());
      case FAILED -> stages.until("infer", frame.endNanos());
    }
    return stages.stages;
  }

  private void inferred() {
    long finished = frame.readyNanos() + frame.timings().get(LatencyStage.END_TO_END);
    long reading = finished - frame.timings().get(LatencyStage.POSTPROCESS);
    spent("wait_for_request", LatencyStage.REQUEST_WAIT);
    spent("infer", LatencyStage.INFERENCE);
    until("wait_for_order", reading);
    if (frame.stream().follows()) {
      until("read_outputs", finished - frame.stagesNanos());
      until("track", finished);
    } else {
      until("read_outputs", finished);
    }
    until("give_to_sinks", frame.endNanos());
  }

  private void spent(String name, LatencyStage stage) {
    until(name, reached + frame.timings().get(stage));
  }

  /** Up to an instant; never back, and never beyond the frame's end, as clocks are read in turn. */
  private void until(String name, long instant) {
    long end = Math.min(instant - reached > 0 ? instant : reached, frame.endNanos());
    stages.add(new Stage(name, reached, end));
    reached = end;
  }
}
