package sluice.app.tune;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import sluice.app.StreamSystem;
import sluice.app.bench.BenchInput;
import sluice.app.bench.BenchModel;
import sluice.bench.BenchMode;
import sluice.bench.MeasureSettings;
import sluice.bench.Measurement;
import sluice.core.Detection;
import sluice.core.ErrorCode;
import sluice.core.LatencyStage;
import sluice.core.SluiceException;
import sluice.core.util.Nanos;
import sluice.metrics.LatencySummary;
import sluice.tune.Candidate;
import sluice.tune.ComparedFrames;
import sluice.tune.DetectionF1;
import sluice.tune.Parameter;
import sluice.tune.Sample;
import sluice.tune.Trial;
import sluice.tune.Trials;

/**
 * Trials of candidates on a real device, through the same frame graph as production runs. For one
 * thread.
 */
final class DeviceTrials implements Trials {
  /** So long a candidate runs before it is measured, or as long as its requests need. */
  private static final Duration RAMP = Duration.ofMillis(100);

  private static final Duration MOMENT = Duration.ofMillis(1);

  private static final List<LatencyStage> WAY =
      List.of(
          LatencyStage.PREPROCESS,
          LatencyStage.REQUEST_WAIT,
          LatencyStage.INFERENCE,
          LatencyStage.POSTPROCESS);

  /** Where no result came in time, so many times as long is waited. */
  private static final int PATIENCE = 10;

  /** Frames whose detections are compared: what takes some seconds, and no more than that. */
  private static final double COMPARED_SECONDS = 3;

  private static final int LEAST_COMPARED = 20;
  private static final int MOST_COMPARED = 200;

  private final TuneParameters parameters;
  private final BenchInput input;
  private final StreamSystem streams;
  private double lastFps = MOST_COMPARED;
  private @Nullable List<List<Detection>> exact;

  /**
   * Trials of a model on an input.
   *
   * @param streams where graphs run; stays the caller's
   */
  DeviceTrials(TuneParameters parameters, BenchInput input, StreamSystem streams) {
    this.parameters = parameters;
    this.input = input;
    this.streams = streams;
  }

  @Override
  public Trial open(Candidate candidate) {
    TuneSettings search = parameters.search();
    BenchModel model =
        BenchModel.open(
            parameters.settings(candidate), input, streams, search.scene(), search.classifiers());
    return new DeviceTrial(model, parameters.settled(candidate, model.info()));
  }

  /** What the most exact computation finds. */
  private List<List<Detection>> exact() {
    List<List<Detection>> known = exact;
    if (known == null) {
      int frames = (int) Math.clamp(lastFps * COMPARED_SECONDS, LEAST_COMPARED, MOST_COMPARED);
      try (BenchModel model =
          BenchModel.open(parameters.settings(parameters.exact()), input, streams)) {
        known = ComparedFrames.search(frames, count -> detections(model, count));
      }
      exact = known;
    }
    return known;
  }

  private static List<List<Detection>> detections(BenchModel model, int frames) {
    return model
        .measure(
            BenchMode.STREAM,
            1,
            1,
            new MeasureSettings(Duration.ZERO, MOMENT, MOMENT, frames),
            new CompletableFuture<>())
        .sightings()
        .frames();
  }

  /**
   * From a frame that is taken in to its result, without the time that it waited before: a file's
   * frames wait as long as they are let, a camera's newest one doesn't. What nine in ten frames
   * take no longer for, stage by stage, is added up, which is rather too much than too little.
   */
  private static double latencyMillis(Measurement seen) {
    double nanos = 0;
    for (LatencyStage stage : WAY) {
      nanos += seen.latencies().getOrDefault(stage, LatencySummary.EMPTY).p90Nanos();
    }
    return Nanos.toMillis(nanos);
  }

  private final class DeviceTrial implements Trial {
    private final BenchModel model;
    private final Candidate settled;

    DeviceTrial(BenchModel model, Candidate settled) {
      this.model = model;
      this.settled = settled;
    }

    @Override
    public Candidate settled() {
      return settled;
    }

    @Override
    public double agreement() {
      List<List<Detection>> right = exact();
      if (ComparedFrames.areEmpty(right) && !isExact()) {
        return Double.NaN;
      }
      return DetectionF1.of(right, detections(model, right.size()));
    }

    /** Whether it computes as what it is compared with does. */
    private boolean isExact() {
      Candidate best = parameters.exact();
      return settled.get(Parameter.PRECISION).equals(best.get(Parameter.PRECISION))
          && settled.get(Parameter.FILES).equals(best.get(Parameter.FILES));
    }

    @Override
    public Sample measure(Duration time) {
      Measurement seen = seen(time);
      if (seen.frames() == 0) {
        seen = seen(time.multipliedBy(PATIENCE));
      }
      if (seen.frames() == 0) {
        throw new SluiceException(
            ErrorCode.DEVICE,
            "no result in %.1f s (expected: some; give more --time, or a smaller model)"
                .formatted(seen.seconds()));
      }
      lastFps = seen.fps();
      return new Sample(seen.fps(), latencyMillis(seen));
    }

    private Measurement seen(Duration time) {
      return model
          .measure(
              BenchMode.STREAM,
              1,
              1,
              new MeasureSettings(RAMP, time, time, 0),
              new CompletableFuture<>())
          .measurement();
    }

    @Override
    public void close() {
      model.close();
    }
  }
}
