package sluice.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.app.detect.DetectJob;
import sluice.app.detect.DetectProgress;
import sluice.app.detect.DetectSettings;
import sluice.app.detect.DetectSummary;

/** Fake detection job: records its settings and returns a given summary or failure. */
public final class FakeJob implements DetectJob {
  public final List<DetectSettings> asked = new ArrayList<>();
  public DetectSummary summary = SampleSummaries.ofOneInput();
  public @Nullable Throwable failure;
  Runnable whileRunning = () -> {};
  public int stops;

  @Override
  public DetectSummary run(DetectSettings settings, DetectProgress progress) {
    asked.add(settings);
    whileRunning.run();
    if (failure != null) {
      throw FakeJob.<RuntimeException>unchecked(failure);
    }
    return summary;
  }

  @Override
  public void stop() {
    stops++;
  }

  /** Throws whatever it is, as code that doesn't declare it may. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T extends Throwable> RuntimeException unchecked(Throwable failure) throws T {
    throw (T) failure;
  }
}
