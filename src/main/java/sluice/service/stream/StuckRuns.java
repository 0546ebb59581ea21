package sluice.service.stream;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;

/** Runs of one stream that were abandoned because a thread is stuck. For one thread. */
final class StuckRuns {
  /**
   * How long a run may take to end. Long enough for a slow disk, which nothing can interrupt; the
   * look-up of a name isn't waited for.
   */
  static final Duration GRACE = Duration.ofSeconds(30);

  private final String stream;
  private final StatusTracker tracker;
  private final ActorRef<StreamManager.Command> manager;
  private final Set<Integer> runs = new HashSet<>();

  /** None yet; the manager counts those of all streams. */
  StuckRuns(String stream, StatusTracker tracker, ActorRef<StreamManager.Command> manager) {
    this.stream = stream;
    this.tracker = tracker;
    this.manager = manager;
  }

  /** A run is abandoned. */
  void add(int run) {
    runs.add(run);
    tracker.threadStuck();
    manager.tell(new StreamManager.ThreadStuck(stream));
  }

  /** A run has ended; its thread came back if it was stuck. */
  void returned(int run) {
    if (runs.remove(run)) {
      tracker.threadReturned();
      manager.tell(new StreamManager.ThreadReturned(stream));
    }
  }
}
