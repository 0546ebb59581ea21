package sluice.app.detect;

import sluice.core.SluiceException;

/** One run of {@code sluice detect}. An instance runs once. */
public interface DetectJob {

  /**
   * Runs until every source has ended, its limit is reached or {@link #stop} was called; returns
   * when all files are complete and all native memory has been given back. Called once; blocks the
   * calling thread.
   *
   * @throws SluiceException when the run can't start: a missing device, a model that can't be read,
   *     an output that exists. Once frames flow, a failure is reported in the summary of its input
   *     instead, so that the work done is shown all the same
   */
  DetectSummary run(DetectSettings settings, DetectProgress progress);

  /**
   * Asks the run to end in order: no new frame is taken in, frames on their way are finished, files
   * completed. Returns at once. May be called from any thread, at any time, also before {@link
   * #run} (which then returns as soon as it can) and more than once.
   */
  void stop();
}
