package sluice.testing;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import sluice.app.model.ModelHandle;
import sluice.app.model.PreprocessorAdapter;
import sluice.catalog.Labels;
import sluice.config.settings.ModelConfig;
import sluice.core.Playback;
import sluice.core.TensorSet;
import sluice.metrics.ThreadCpuTimes;
import sluice.stage.inference.InferenceQueue;
import sluice.stage.source.SourceLocation;
import sluice.stage.source.SourceOpener;
import sluice.stage.source.SourceSettings;
import sluice.video.decode.DecodedPicture;

/**
 * Baseline of inference alone: the same picture repeatedly, with as many requests in flight as a
 * stream has. What the machine can do at most, by the means of the service.
 *
 * @param fps inferences a second
 * @param cpuMillis processor time of the process for each
 */
public record InferenceAlone(double fps, double cpuMillis) {

  /** The mean of two. */
  public InferenceAlone mean(InferenceAlone other) {
    return new InferenceAlone((fps + other.fps) / 2, (cpuMillis + other.cpuMillis) / 2);
  }

  /**
   * Runs a model for so long, after the same to warm up.
   *
   * @param model its file
   * @param source whose first picture is looked at
   */
  public static InferenceAlone measure(Path model, String source, Duration time)
      throws InterruptedException {
    try (ModelHandle handle = ModelHandle.open(settings(), model, Labels.none())) {
      int parallelism = handle.pool().requests() + ModelConfig.DEFAULT_PREFETCH;
      InferenceQueue queue = handle.pool().join(parallelism, null);
      Circle circle = new Circle(queue);
      List<TensorSet> sets = new ArrayList<>();
      try {
        for (int i = 0; i < parallelism; i++) {
          TensorSet set = queue.lease();
          sets.add(set);
          fill(handle, source, set);
        }
        sets.forEach(circle::submit);
        TimeUnit.MILLISECONDS.sleep(time.toMillis());
        return measure(handle, time);
      } finally {
        circle.stopped = true;
        queue.leave().toCompletableFuture().join();
        sets.forEach(TensorSet::close);
      }
    }
  }

  private static InferenceAlone measure(ModelHandle handle, Duration time)
      throws InterruptedException {
    long start = System.nanoTime();
    long before = handle.pool().inferences();
    long used = ThreadCpuTimes.now().ofProcess();
    TimeUnit.MILLISECONDS.sleep(time.toMillis());
    double inferences = handle.pool().inferences() - before;
    double seconds = (System.nanoTime() - start) / 1e9;
    return new InferenceAlone(
        inferences / seconds, (ThreadCpuTimes.now().ofProcess() - used) / 1e6 / inferences);
  }

  private static void fill(ModelHandle handle, String source, TensorSet set)
      throws InterruptedException {
    SourceSettings settings =
        new SourceSettings(SourceLocation.parse(source), Playback.builder().build());
    try (var reader = SourceOpener.of(settings).open(() -> false);
        PreprocessorAdapter input = handle.preparation()) {
      DecodedPicture first = reader.next();
      if (first == null) {
        throw new IllegalArgumentException(source + " holds no picture");
      }
      try (var picture = first.picture()) {
        input.prepare(picture, set);
      }
    }
  }

  private static ModelConfig settings() {
    return TestModel.unnamed().config();
  }

  /** Submits what comes back again. */
  private static final class Circle {
    private final InferenceQueue queue;
    private volatile boolean stopped;

    Circle(InferenceQueue queue) {
      this.queue = queue;
    }

    void submit(TensorSet set) {
      var _ =
          queue
              .submit(set, System.nanoTime())
              .thenAccept(
                  outcome -> {
                    if (!stopped) {
                      submit(set);
                    }
                  });
    }
  }
}
