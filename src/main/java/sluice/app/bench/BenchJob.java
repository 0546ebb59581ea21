package sluice.app.bench;

import java.util.List;
import sluice.app.cameras.CameraSettings;
import sluice.bench.BenchResult;
import sluice.bench.CamerasResult;
import sluice.bench.FirstInference;
import sluice.bench.MostStreams;
import sluice.bench.StreamsResult;
import sluice.bench.WithEnvironment;

/**
 * One run of {@code sluice bench}. An instance runs once; each way of running blocks, and throws a
 * {@link java.util.concurrent.CancellationException} when it was stopped before its model was open.
 */
public interface BenchJob {

  /**
   * Measures modes beside each other.
   *
   * @return what was measured before {@link #stop} was called, which may be nothing
   * @throws sluice.core.SluiceException when input, model or device can't be had, or fail
   */
  BenchResult modes(BenchSettings settings, BenchProgress progress);

  /**
   * Measures copies of the input as streams that share the model, each as fast as it can.
   *
   * @param streams at least 1
   * @throws java.util.concurrent.CancellationException when it was stopped
   * @throws sluice.core.SluiceException as {@link #modes} does
   */
  WithEnvironment<StreamsResult> streams(
      BenchSettings settings, int streams, BenchProgress progress);

  /**
   * Looks for the greatest number of streams that all keep a rate.
   *
   * @param fps frames a second that each stream plays at, above 0
   * @return what was found before {@link #stop} was called
   * @throws sluice.core.SluiceException as {@link #modes} does
   */
  WithEnvironment<MostStreams> mostStreams(
      BenchSettings settings, double fps, BenchProgress progress);

  /**
   * Measures copies of the input as live cameras of the service.
   *
   * @param cameras how many, and with which settings
   * @return what was measured before {@link #stop} was called
   * @throws sluice.core.SluiceException as {@link #modes} does, or when the settings can't be used
   */
  WithEnvironment<CamerasResult> cameras(
      BenchSettings settings, CameraSettings cameras, BenchProgress progress);

  /**
   * Times the first inference on each device and on AUTO, without and with the cache of models.
   *
   * @return what was timed before {@link #stop} was called
   * @throws sluice.core.SluiceException when the model can't be read; a device that does not take
   *     it says so in its row
   */
  WithEnvironment<List<FirstInference>> firstInferences(
      BenchSettings settings, BenchProgress progress);

  /**
   * Asks the run to end in order. Returns at once. May be called from any thread, at any time, also
   * before the run, and more than once.
   */
  void stop();
}
