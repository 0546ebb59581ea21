package sluice.app;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import sluice.metrics.RunMetrics;
import sluice.openvino.Properties;
import sluice.stage.inference.EngineInfo;
import sluice.stage.inference.RequestPool;

/** Runs a detection job: one model, and its inputs one after the other. */
public final class DetectRun implements DetectJob {
  private boolean stopped;
  private @Nullable InputRun current;

  @Override
  public DetectSummary run(DetectSettings settings, DetectProgress progress) {
    RunMetrics whole = RunMetrics.create();
    List<InputRun> inputs = inputs(settings, whole);
    CompletableFuture<Streams> starting = CompletableFuture.supplyAsync(Streams::start);
    try (ModelHandle model = ModelHandle.open(settings.model())) {
      Streams streams = starting.join();
      long cpuStart = cpuNanos();
      List<DetectSummary.Input> summaries = new ArrayList<>();
      int leftOvers = 0;
      for (int i = 0; i < inputs.size(); i++) {
        InputRun.Result result = runOne(inputs.get(i), i, model, streams, progress);
        summaries.add(result.summary());
        leftOvers += result.leftOvers();
      }
      return new DetectSummary(
          summaries,
          whole.snapshot(),
          inference(settings, model.pool()),
          Duration.ofNanos(cpuNanos() - cpuStart),
          leftOvers + model.pool().leasedTensors(),
          isStopped());
    } finally {
      starting.join().close();
    }
  }

  @Override
  public void stop() {
    InputRun run;
    synchronized (this) {
      stopped = true;
      run = current;
    }
    if (run != null) {
      run.stop();
    }
  }

  /**
   * Sources are understood and outputs are checked before the model is compiled: what can't work is
   * refused at once.
   */
  private static List<InputRun> inputs(DetectSettings settings, RunMetrics whole) {
    return settings.inputs().stream()
        .map(input -> new InputRun(settings, input, whole.ofOneStream(), Sinks.of(settings, input)))
        .toList();
  }

  private InputRun.Result runOne(
      InputRun run, int index, ModelHandle model, Streams streams, DetectProgress progress) {
    synchronized (this) {
      current = run;
      if (stopped) {
        run.stop();
      }
    }
    try {
      return run.run(model, streams, info -> progress.started(index, info, run::progress));
    } finally {
      progress.ended(index);
      synchronized (this) {
        current = null;
      }
    }
  }

  private synchronized boolean isStopped() {
    return stopped;
  }

  private static DetectSummary.Inference inference(DetectSettings settings, RequestPool pool) {
    EngineInfo info = pool.info();
    Map<String, String> properties = info.properties();
    return new DetectSummary.Inference(
        settings.model().device(),
        List.of(info.devices().split("[,\\s]+")),
        properties.getOrDefault(Properties.INFERENCE_PRECISION_HINT, ""),
        info.requests(),
        number(properties.get(Properties.NUM_STREAMS)),
        number(properties.get(Properties.INFERENCE_NUM_THREADS)),
        Duration.ofMillis(info.readMillis()),
        Duration.ofMillis(info.compileMillis()),
        pool.inferences(),
        pool.starvations());
  }

  private static OptionalInt number(@Nullable String value) {
    return value != null && value.matches("\\d{1,9}")
        ? OptionalInt.of(Integer.parseInt(value))
        : OptionalInt.empty();
  }

  private static long cpuNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }
}
