package sluice.service.control;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import sluice.service.stream.StreamManager;
import sluice.service.stream.StreamSpec;

/**
 * Has all streams run by this process.
 *
 * @param streams runs them
 * @param ignored takes answers that nobody wants
 */
public record LocalDispatcher(
    ActorRef<StreamManager.Command> streams, ActorRef<StreamManager.Answer> ignored)
    implements StreamDispatcher {

  /** The same; answers are ignored by the system. */
  public LocalDispatcher(ActorRef<StreamManager.Command> streams, ActorSystem<?> system) {
    this(streams, system.ignoreRef());
  }

  @Override
  public void put(StreamSpec spec, boolean paused, String cause) {
    streams.tell(new StreamManager.Put(spec, paused, cause, ignored));
  }

  @Override
  public void remove(String id) {
    streams.tell(new StreamManager.Remove(id, ignored));
  }

  @Override
  public void rest(String id, boolean rests) {
    streams.tell(
        rests ? new StreamManager.Pause(id, ignored) : new StreamManager.Resume(id, ignored));
  }

  @Override
  public void restart(String id) {
    streams.tell(new StreamManager.Restart(id, ignored));
  }
}
