package sluice.bench;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import sluice.core.DropCause;
import sluice.core.FrameResult;
import sluice.core.LatencyStage;
import sluice.core.StreamObserver;
import sluice.metrics.LatencyHistogram;

/** Counts what a camera does, between {@link #begin} and {@link #end}. Any thread may call it. */
final class CameraMeter implements StreamObserver {
  private final LatencyHistogram ages;
  private final LongAdder results = new LongAdder();
  private final Map<DropCause, LongAdder> dropped = new EnumMap<>(DropCause.class);
  private volatile boolean measuring;

  /**
   * A meter that has heard nothing.
   *
   * @param ages takes the ages of frames while it measures; may be shared
   */
  CameraMeter(LatencyHistogram ages) {
    this.ages = ages;
    for (DropCause cause : DropCause.values()) {
      dropped.put(cause, new LongAdder());
    }
  }

  /** What a camera has done so far. */
  CameraRate soFar() {
    Map<DropCause, Long> counts = new EnumMap<>(DropCause.class);
    dropped.forEach((cause, count) -> counts.put(cause, count.sum()));
    return new CameraRate(results.sum(), counts);
  }

  /** Ages count from now on. */
  CameraRate begin() {
    measuring = true;
    return soFar();
  }

  /**
   * Ages count no more.
   *
   * @param before what {@link #begin} gave
   * @return what it has done since then
   */
  CameraRate end(CameraRate before) {
    measuring = false;
    CameraRate now = soFar();
    Map<DropCause, Long> counts = new EnumMap<>(DropCause.class);
    now.dropped()
        .forEach(
            (cause, count) -> counts.put(cause, count - before.dropped().getOrDefault(cause, 0L)));
    return new CameraRate(now.results() - before.results(), counts);
  }

  @Override
  public void frameRead() {}

  @Override
  public void frameDropped(DropCause cause) {
    LongAdder count = dropped.get(cause);
    if (count != null) {
      count.increment();
    }
  }

  @Override
  public void inputDamaged() {}

  @Override
  public void frameFinished(FrameResult result) {
    results.increment();
    if (measuring) {
      ages.record(result.frame().timings().get(LatencyStage.END_TO_END));
    }
  }
}
