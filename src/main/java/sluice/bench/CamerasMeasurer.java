package sluice.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.metrics.LatencyHistogram;

/** Measures live cameras in the service, a number of them at a time. */
final class CamerasMeasurer {
  /** So long it takes until all are on, or the recording where that is shorter. */
  private static final Duration SPREAD = Duration.ofSeconds(5);

  /** So long the model may take to be compiled, and every camera to its first frame. */
  private static final Duration FLOWING = Duration.ofSeconds(60);

  /** Memory and threads are looked at so often, and whether it is time to go on. */
  private static final Duration LOOK = Duration.ofMillis(200);

  private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  private final Waiter patience;
  private final Duration warmUp;

  /**
   * A measurer at rest.
   *
   * @param cancelled once it completes, what is being measured ends, and so does what is asked for
   *     later
   * @param warmUp cameras run for so long before they are measured
   */
  CamerasMeasurer(CompletionStage<?> cancelled, Duration warmUp) {
    this.patience = new Waiter(new CompletableFuture<>(), cancelled);
    this.warmUp = warmUp;
  }

  /**
   * Measures cameras beside each other. Blocks; returns when nothing is in flight any more.
   *
   * @param count cameras, at least 1
   * @throws CancellationException when it was cancelled
   * @throws SluiceException when the recording, the model or the service fails
   */
  CameraTrial measure(CameraRig rig, int count, Duration duration) {
    LatencyHistogram ages = new LatencyHistogram();
    List<CameraMeter> meters = Stream.generate(() -> new CameraMeter(ages)).limit(count).toList();
    patience.rest(Duration.ZERO);
    try (RunningCameras cameras = rig.start(meters)) {
      switchOn(cameras, meters, spread(rig).dividedBy(count));
      patience.rest(warmUp);
      cameras.check();
      FootprintGauge footprint = new FootprintGauge();
      CpuUse.Since cpu = CpuUse.begin();
      long start = System.nanoTime();
      List<CameraRate> before = meters.stream().map(CameraMeter::begin).toList();
      long end = start + duration.toNanos();
      footprint.look();
      for (long left = duration.toNanos(); left > 0; left = end - System.nanoTime()) {
        patience.rest(Duration.ofNanos(Math.min(left, LOOK.toNanos())));
        footprint.look();
      }
      List<CameraRate> rates = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        rates.add(meters.get(i).end(before.get(i)));
      }
      double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
      CpuUse used = cpu.end();
      cameras.check();
      return new CameraTrial(rig.fps(), seconds, rates, ages.summary(), used, footprint.most());
    }
  }

  private static Duration spread(CameraRig rig) {
    return rig.recording().compareTo(SPREAD) < 0 ? rig.recording() : SPREAD;
  }

  /** One after the other, and waits until frames of all flow. */
  private void switchOn(RunningCameras cameras, List<CameraMeter> meters, Duration apart) {
    for (int i = 0; i < meters.size(); i++) {
      cameras.begin(i);
      patience.rest(apart);
    }
    long start = System.nanoTime();
    while (!meters.stream().allMatch(CamerasMeasurer::isFlowing)) {
      cameras.check();
      if (System.nanoTime() - start > FLOWING.toNanos()) {
        // Too many for the machine: what flows says so. Where nothing does, it is something else.
        if (meters.stream().noneMatch(CamerasMeasurer::isFlowing)) {
          throw new SluiceException(
              ErrorCode.INTERNAL,
              "no frame had a result within %d s (expected: a model and a recording that work; 'sluice detect' with the same shows more)"
                  .formatted(FLOWING.toSeconds()));
        }
        return;
      }
      patience.rest(LOOK);
    }
  }

  private static boolean isFlowing(CameraMeter meter) {
    CameraRate seen = meter.soFar();
    return seen.results() + seen.spared() > 0;
  }
}
