package sluice.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.app.DetectJob;
import sluice.app.DetectProgress;
import sluice.app.DetectSettings;
import sluice.app.DetectSummary;

/** Keeps what it was asked for and gives what it was told to give: a summary or a failure. */
final class FakeJob implements DetectJob {
  final List<DetectSettings> asked = new ArrayList<>();
  DetectSummary summary = Summaries.ofOneInput();
  @Nullable Throwable failure;
  Runnable whileRunning = () -> {};
  int stops;

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
