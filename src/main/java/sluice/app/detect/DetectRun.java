package sluice.app.detect;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import sluice.app.StreamSystem;
import sluice.app.model.JobModels;
import sluice.app.model.SecondModels;
import sluice.core.SourceInfo;
import sluice.metrics.RunMetrics;

/** Runs a detection job: one model, and its inputs one after the other. */
public final class DetectRun implements DetectJob {
  private final DeliveryLimits limits;
  private boolean stopped;

  /** One input is worked on at a time. */
  private volatile boolean explained;

  private @Nullable InputRun current;
  private @Nullable JobPage show;
  private @Nullable JobDelivery deliveries;

  /** A job that hasn't run. */
  public DetectRun() {
    this(DeliveryLimits.USUAL);
  }

  /** The same with other limits of the wait for sinks. */
  public DetectRun(DeliveryLimits limits) {
    this.limits = limits;
  }

  @Override
  public DetectSummary run(DetectSettings settings, DetectProgress progress) {
    RunMetrics whole = RunMetrics.create();
    try (JobDelivery delivery = JobDelivery.open(settings.sinks(), limits)) {
      begin(delivery);
      return run(settings, inputs(settings, whole, delivery), delivery, whole, progress);
    }
  }

  private DetectSummary run(
      DetectSettings settings,
      List<InputRun> inputs,
      JobDelivery delivery,
      RunMetrics whole,
      DetectProgress progress) {
    CompletableFuture<StreamSystem> starting = CompletableFuture.supplyAsync(StreamSystem::start);
    try (JobModels models = JobModels.open(settings.model());
        SecondModels second =
            SecondModels.open(settings.scene().objects().classify(), settings.classifiers())) {
      Machinery machinery = new Machinery(models, second, starting.join(), delivery);
      return settings.show()
          ? runShown(settings.model(models.known()), inputs, machinery, whole, progress)
          : runAll(inputs, machinery, whole, progress);
    } finally {
      starting.join().close();
    }
  }

  /** What all inputs share. */
  private record Machinery(
      JobModels models, SecondModels second, StreamSystem streams, JobDelivery delivery) {}

  /** Lets {@link #stop} end the wait for sinks. */
  private synchronized void begin(JobDelivery delivery) {
    deliveries = delivery;
    if (stopped) {
      delivery.stop();
    }
  }

  /** The same with a page, for which the job waits before and after, but not for long. */
  private DetectSummary runShown(
      DetectSettings settings,
      List<InputRun> inputs,
      Machinery machinery,
      RunMetrics whole,
      DetectProgress progress) {
    List<RunMetrics> metrics = inputs.stream().map(InputRun::metrics).toList();
    try (JobPage page = JobPage.open(settings, metrics, machinery.streams().system())) {
      for (int i = 0; i < inputs.size(); i++) {
        inputs.get(i).showOn(page.inputs().get(i));
      }
      if (begin(page)) {
        page.awaitViewer(progress);
      }
      DetectSummary summary = runAll(inputs, machinery, whole, progress);
      if (!isStopped()) {
        page.awaitLastLook(progress);
      }
      return summary;
    } finally {
      synchronized (this) {
        show = null;
      }
    }
  }

  /** Lets {@link #stop} end the wait for viewers; false when it came before. */
  private synchronized boolean begin(JobPage page) {
    show = page;
    return !stopped;
  }

  private DetectSummary runAll(
      List<InputRun> inputs, Machinery machinery, RunMetrics whole, DetectProgress progress) {
    long cpu = 0;
    List<DetectSummary.Input> summaries = new ArrayList<>();
    int leftOvers = 0;
    try {
      for (int i = 0; i < inputs.size(); i++) {
        InputRun.Result result = runOne(inputs.get(i), i, machinery, progress);
        summaries.add(result.summary());
        leftOvers += result.leftOvers();
        cpu += result.cpuNanos();
      }
    } finally {
      machinery.delivery().await(progress); // also of what came before a failure
    }
    return new DetectSummary(
        summaries,
        whole.snapshot(),
        machinery.models().inference(),
        machinery.delivery().summaries(),
        Duration.ofNanos(cpu),
        leftOvers + machinery.models().leasedTensors() + machinery.second().leasedTensors(),
        isStopped());
  }

  @Override
  public void stop() {
    InputRun run;
    JobPage page;
    JobDelivery delivery;
    synchronized (this) {
      stopped = true;
      run = current;
      page = show;
      delivery = deliveries;
    }
    if (delivery != null) {
      delivery.stop();
    }
    if (page != null) {
      page.end();
    }
    if (run != null) {
      run.stop();
    }
  }

  /**
   * Sources are understood and outputs are checked before the model is compiled: what can't work is
   * refused at once.
   */
  private static List<InputRun> inputs(
      DetectSettings settings, RunMetrics whole, JobDelivery delivery) {
    List<String> ids = JobStreams.ids(settings);
    List<InputRun> inputs = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      String stream = ids.get(i);
      DetectSettings.Input input = settings.inputs().get(i);
      JobSinks sinks = JobSinks.of(settings, input, run -> delivery.of(stream, run));
      inputs.add(new InputRun(settings, input, whole.ofOneStream(), sinks));
    }
    return inputs;
  }

  private InputRun.Result runOne(
      InputRun run, int index, Machinery machinery, DetectProgress progress) {
    synchronized (this) {
      current = run;
      if (stopped) {
        run.stop();
      }
    }
    try {
      return run.run(
          machinery.models(),
          machinery.second(),
          machinery.streams(),
          new InputRun.Listener() {
            @Override
            public void drawn(int frames, int all) {
              progress.drawing(index, frames, all);
            }

            @Override
            public void opened(SourceInfo info) {
              explain(machinery.models(), progress);
              progress.started(index, info, run::progress);
            }
          });
    } finally {
      progress.ended(index);
      synchronized (this) {
        current = null;
      }
    }
  }

  /** Once, and not before there is something to be done: what can't work ends in one line. */
  private void explain(JobModels models, DetectProgress progress) {
    if (!explained) {
      explained = true;
      models.explanation().ifPresent(progress::recognised);
    }
  }

  private synchronized boolean isStopped() {
    return stopped;
  }
}
