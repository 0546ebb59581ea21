package sluice.app.tune;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sluice.app.StreamSystem;
import sluice.app.bench.BenchInput;
import sluice.app.devices.OpenVinoDeviceInspector;
import sluice.tune.SearchLimits;
import sluice.tune.SearchSpace;
import sluice.tune.TuneOutcome;
import sluice.tune.Tuner;

/** The parameter search on OpenVINO and FFmpeg. */
public final class TuneRun implements TuneJob {
  private boolean stopped;
  private @Nullable Tuner tuner;

  @Override
  public TuneReport run(TuneSettings settings, TuneProgress progress) {
    BenchInput input = BenchInput.open(settings.input(), progress::drawing, this::isStopped);
    TuneParameters parameters = new TuneParameters(settings);
    SearchSpace space = space(settings, parameters);
    try (StreamSystem streams = StreamSystem.start()) {
      Tuner search =
          new Tuner(
              new DeviceTrials(parameters, input, streams),
              space,
              settings.goal(),
              new SearchLimits(settings.time(), settings.leastAgreement()),
              progress,
              System::nanoTime);
      begin(search);
      TuneOutcome outcome = search.run(parameters.start());
      TunedModel tuned =
          new TunedModel(settings, outcome.best(), parameters.settings(outcome.best()));
      return new TuneReport(outcome, tuned.block(), tuned.flags());
    }
  }

  private static SearchSpace space(TuneSettings settings, TuneParameters parameters) {
    SearchSpace space =
        DeviceSearchSpace.of(
            settings.model().config().device(),
            new OpenVinoDeviceInspector().inspect(Optional.empty()),
            Runtime.getRuntime().availableProcessors());
    List<String> files = List.copyOf(settings.files().keySet());
    return parameters.without(files.size() > 1 ? space.withFiles(files) : space);
  }

  /** Lets {@link #stop} reach the search, also where it came before. */
  private synchronized void begin(Tuner search) {
    tuner = search;
    if (stopped) {
      search.stop();
    }
  }

  private synchronized boolean isStopped() {
    return stopped;
  }

  @Override
  public synchronized void stop() {
    stopped = true;
    if (tuner != null) {
      tuner.stop();
    }
  }
}
