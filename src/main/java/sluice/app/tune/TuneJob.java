package sluice.app.tune;

import sluice.core.SluiceException;

/** One run of {@code sluice tune}. An instance runs once. */
public interface TuneJob {

  /**
   * Searches until nothing is left to try, the time is over or {@link #stop} was called. Blocks.
   *
   * @throws SluiceException when input, model or device can't be had as the search would start
   */
  TuneReport run(TuneSettings settings, TuneProgress progress);

  /**
   * Asks the search to end with the best so far. Returns at once. May be called from any thread, at
   * any time, also before {@link #run} and more than once.
   */
  void stop();
}
