package sluice.cli.tune;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import sluice.app.tune.TuneProgress;
import sluice.cli.terminal.BenchView;
import sluice.cli.terminal.DecimalFormats;
import sluice.tune.Candidate;
import sluice.tune.ComparisonResult;
import sluice.tune.RejectedCandidate;
import sluice.tune.Sample;

/** Progress display of a search: the candidate on trial, and each new best with its score. */
final class TuneView implements TuneProgress {
  private final BenchView view;
  private final int seconds;
  private final LongSupplier nanoClock;
  private final long start;
  private String phase = "";

  /**
   * A view by way of another one.
   *
   * @param time that the search may take
   * @param nanoClock as {@link System#nanoTime}
   */
  TuneView(BenchView view, Duration time, LongSupplier nanoClock) {
    this.view = view;
    this.seconds = (int) Math.max(1, time.toSeconds());
    this.nanoClock = nanoClock;
    this.start = nanoClock.getAsLong();
  }

  @Override
  public void drawing(int frames, int all) {
    view.drawing(frames, all);
  }

  @Override
  public void phase(String words) {
    phase = words;
    step(words);
  }

  @Override
  public void tried(Candidate candidate, ComparisonResult verdict) {
    step(
        "%s: %s, %s of the best so far"
            .formatted(phase, candidate.words(), DecimalFormats.two(verdict.ratio())));
  }

  @Override
  public void refused(RejectedCandidate refusal) {
    step("can't be used: " + refusal.candidate().words() + ": " + refusal.reason());
  }

  @Override
  public void best(Candidate candidate, Sample sample) {
    view.reported(
        "best so far: %s fps, %s ms: %s"
            .formatted(
                DecimalFormats.one(sample.fps()),
                DecimalFormats.one(sample.latencyMsP90()),
                candidate.words()));
  }

  private void step(String words) {
    long used = TimeUnit.NANOSECONDS.toSeconds(nanoClock.getAsLong() - start);
    view.step((int) Math.min(used, seconds), seconds, words);
  }
}
