package sluice.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sluice.app.bench.BenchJob;
import sluice.app.bench.BenchProgress;
import sluice.app.bench.BenchSettings;
import sluice.app.cameras.CameraSettings;
import sluice.bench.BenchResult;
import sluice.bench.CamerasResult;
import sluice.bench.FirstInference;
import sluice.bench.MostStreams;
import sluice.bench.StreamsResult;
import sluice.bench.WithEnvironment;

/** Fake benchmark job: records its settings and returns a given result. */
public final class FakeBench implements BenchJob {
  public final List<BenchSettings> asked = new ArrayList<>();
  public final List<CameraSettings> askedCameras = new ArrayList<>();
  public final List<String> ways = new ArrayList<>();
  public BenchResult modes = BenchResults.ofModes();
  StreamsResult streams = BenchResults.ofStreams();
  MostStreams mostStreams = BenchResults.ofMostStreams();
  public CamerasResult cameras = BenchResults.ofCameras();
  List<FirstInference> firstInferences = BenchResults.ofFirstInferences();
  public @Nullable RuntimeException failure;
  Runnable whileRunning = () -> {};
  public int stops;

  private void run(String way, BenchSettings settings, BenchProgress progress) {
    asked.add(settings);
    ways.add(way);
    progress.drawing(250, 250);
    progress.step(0, 2, "warming up");
    progress.reported("as fast as can be");
    whileRunning.run();
    if (failure != null) {
      throw failure;
    }
  }

  private static <T> WithEnvironment<T> documented(BenchSettings settings, T result) {
    return new WithEnvironment<>(
        Instant.EPOCH, settings.command(), Map.of("processor", "a fast one"), result);
  }

  @Override
  public BenchResult modes(BenchSettings settings, BenchProgress progress) {
    run("modes", settings, progress);
    return modes;
  }

  @Override
  public WithEnvironment<StreamsResult> streams(
      BenchSettings settings, int count, BenchProgress progress) {
    run("streams " + count, settings, progress);
    return documented(settings, streams);
  }

  @Override
  public WithEnvironment<MostStreams> mostStreams(
      BenchSettings settings, double fps, BenchProgress progress) {
    run("most streams " + fps, settings, progress);
    return documented(settings, mostStreams);
  }

  @Override
  public WithEnvironment<CamerasResult> cameras(
      BenchSettings settings, CameraSettings how, BenchProgress progress) {
    askedCameras.add(how);
    run("cameras", settings, progress);
    return documented(settings, cameras);
  }

  @Override
  public WithEnvironment<List<FirstInference>> firstInferences(
      BenchSettings settings, BenchProgress progress) {
    run("first inferences", settings, progress);
    return documented(settings, firstInferences);
  }

  @Override
  public void stop() {
    stops++;
  }
}
