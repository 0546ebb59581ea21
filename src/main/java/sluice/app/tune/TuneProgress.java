package sluice.app.tune;

import sluice.tune.TuneListener;

/**
 * Progress listener of a {@link TuneJob}. Calls come from the thread that searches; return at once.
 */
public interface TuneProgress extends TuneListener {

  /** The demo is being drawn: so many frames of all are done. */
  void drawing(int frames, int all);
}
