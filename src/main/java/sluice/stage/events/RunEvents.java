package sluice.stage.events;

import java.util.List;
import sluice.core.FrameResult;

/** The port to the events of a stream's run. Called by one thread at a time; must not block. */
public interface RunEvents {
  /**
   * Takes a result in.
   *
   * @param result borrowed for the call
   * @param followed whether objects are followed
   * @return what became of events
   */
  List<EventChange> observe(FrameResult result, boolean followed);

  /** The run has ended, and all events with it. */
  List<EventChange> end();
}
