package sluice.app.scene;

import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import sluice.core.scene.SceneListener;
import sluice.core.scene.SceneMemory;
import sluice.http.api.ScenePort;

/**
 * What outlives the runs of a stream: numbers of objects, counts, objects that were there.
 * Thread-safe; its monitor guards the run.
 */
final class StreamScene {
  private final SceneMemory memory = new SceneMemory();
  private final InstantSource clock;
  private final ObjectRegistry objects;
  private final BestPictures kept;
  private @Nullable RunScene run;
  private @Nullable RunPictures pictures;
  private volatile boolean forgotten;

  /**
   * A scene in which nothing has happened.
   *
   * @param clock date and time
   * @param kept keeps the pictures of its objects
   */
  StreamScene(InstantSource clock, BestPictures kept) {
    this.clock = clock;
    this.kept = kept;
    objects = new ObjectRegistry(clock, object -> kept.remove(this, object));
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
  synchronized RunScene begin(SceneListener listener) {
    end();
    RunPictures taken = new RunPictures(this, kept);
    RunScene begun =
        new RunScene(
            this,
            listener,
            taken,
            object -> {
              taken.settle(object);
              return picture(taken, object);
            });
    run = begun;
    pictures = taken;
    return begun;
  }

  /** The pictures of the run, or of the last one; null where there was none. */
  synchronized @Nullable RunPictures pictures() {
    return pictures;
  }

  /**
   * The best picture of an object as JPEG; it is encoded first where it waits for that.
   *
   * @param taken the pictures of the object's run
   * @return empty where there is none, or the service ends
   */
  CompletionStage<Optional<byte[]>> picture(RunPictures taken, long object) {
    if (!taken.pending().contains(object)) {
      return CompletableFuture.completedStage(kept.get(this, object));
    }
    try {
      return CompletableFuture.supplyAsync(
          () -> {
            taken.encode(object);
            return kept.get(this, object);
          },
          kept::execute);
    } catch (RejectedExecutionException ending) {
      return CompletableFuture.completedStage(Optional.empty());
    }
  }

  /** Objects with what is known of their pictures. */
  ScenePort.Objects listed() {
    ScenePort.Objects found = objects.objects();
    Set<Long> pictured = new HashSet<>(kept.of(this));
    RunPictures taken = pictures();
    if (taken != null) {
      pictured.addAll(taken.pending());
    }
    return new ScenePort.Objects(found.now(), found.recent(), pictured);
  }

  /** The stream is gone: it gets no more pictures. */
  void forget() {
    forgotten = true;
    end();
    kept.remove(this);
  }

  boolean isForgotten() {
    return forgotten;
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
