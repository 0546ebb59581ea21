package sluice.app.scene;

import java.time.InstantSource;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import sluice.core.scene.ObjectPictures;
import sluice.core.scene.SceneListener;
import sluice.core.scene.SceneMemory;

/**
 * What outlives the runs of a stream: numbers of objects, counts, objects that were there.
 * Thread-safe; its monitor guards the run.
 */
final class StreamScene {
  private final SceneMemory memory = new SceneMemory();
  private final InstantSource clock;
  private final ObjectRegistry objects;
  private @Nullable RunScene run;

  /**
   * A scene in which nothing has happened.
   *
   * @param clock date and time
   * @param forgotten told the numbers of objects that are not kept any more; must not block
   */
  StreamScene(InstantSource clock, LongConsumer forgotten) {
    this.clock = clock;
    objects = new ObjectRegistry(clock, forgotten);
  }

  SceneMemory memory() {
    return memory;
  }

  ObjectRegistry objects() {
    return objects;
  }

  InstantSource clock() {
    return clock;
  }

  /** Begins a run; the one before is over, whether it has ended or not. */
  synchronized RunScene begin(SceneListener listener, ObjectPictures pictures) {
    end();
    RunScene begun = new RunScene(this, listener, pictures);
    run = begun;
    return begun;
  }

  /** The run is over, whether it has ended or not. */
  synchronized void end() {
    RunScene before = run;
    run = null;
    if (before != null) {
      before.close();
    }
  }
}
