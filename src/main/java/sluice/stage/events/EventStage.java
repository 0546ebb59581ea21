package sluice.stage.events;

import sluice.core.FrameResult;
import sluice.core.scene.SceneEvent;
import sluice.core.scene.SceneListener;
import sluice.stage.result.ResultStage;

/** Result stage that makes events of results, which go through as they are. */
public final class EventStage implements ResultStage {
  private final RunEvents events;
  private final SceneListener listener;
  private volatile boolean followed;

  /**
   * A stage that has seen nothing; behind the one that follows objects.
   *
   * @param events of the run
   * @param listener told what becomes of them, on the thread of the results
   * @param followed whether objects are followed
   */
  public EventStage(RunEvents events, SceneListener listener, boolean followed) {
    this.events = events;
    this.listener = listener;
    this.followed = followed;
  }

  /** Says whether objects are followed from the next result on; from any thread. */
  public void configure(boolean areFollowed) {
    followed = areFollowed;
  }

  @Override
  public String wireName() {
    return "events";
  }

  @Override
  public FrameResult apply(FrameResult result) {
    events.observe(result, followed).forEach(this::tell);
    return result;
  }

  private void tell(EventChange change) {
    listener.happened(
        new SceneEvent.EventChanged(
            change.timestampNanos(), change.at(), change.phase(), change.event()));
  }

  @Override
  public void close() {
    events.end().forEach(this::tell);
  }
}
