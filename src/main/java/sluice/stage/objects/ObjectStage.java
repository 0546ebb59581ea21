package sluice.stage.objects;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import sluice.core.FrameResult;
import sluice.core.StreamObserver;
import sluice.core.scene.ObjectPictures;
import sluice.core.scene.SceneListener;
import sluice.core.scene.SceneMemory;
import sluice.core.scene.SceneSettings;
import sluice.stage.result.ResultStage;

/**
 * Result stage that follows objects from frame to frame: the detections of objects get their
 * states, those that are neither objects nor confident enough are dropped, and what happens is told
 * to a listener. Where the settings don't ask for it, results go through as they are, and nothing
 * is kept.
 */
public final class ObjectStage implements ResultStage {
  private final SceneMemory memory;
  private final SceneListener listener;
  private final ObjectPictures pictures;
  private final StreamObserver observer;
  private volatile Wanted wanted;
  private @Nullable Wanted current;
  private @Nullable SceneFollower follower;

  /**
   * What is asked for.
   *
   * @param threshold least confidence of a detection that counts
   */
  private record Wanted(
      SceneSettings settings, double threshold, List<ObjectClassifier> classifiers) {}

  /**
   * A stage that has seen nothing.
   *
   * @param threshold least confidence of what counts, 0 to 1; the detections that it gets may be
   *     weaker, from {@link sluice.core.scene.ObjectSettings#lowThreshold} on
   * @param memory what outlives the session
   * @param listener told what happens, on the thread of the results
   * @param pictures keeps the best picture of each object; closed with the stage
   * @param observer told of second models
   */
  public ObjectStage(
      SceneSettings settings,
      double threshold,
      SceneMemory memory,
      SceneListener listener,
      ObjectPictures pictures,
      StreamObserver observer) {
    this.observer = observer;
    this.memory = memory;
    this.listener = listener;
    this.pictures = pictures;
    wanted = new Wanted(settings, threshold, List.of());
  }

  /**
   * Goes on by other settings from the next result on; from any thread. Objects, and lines and
   * zones that are the same, stay as they are.
   *
   * @param threshold least confidence of what counts, 0 to 1
   * @param classifiers second models that are asked of objects; borrowed, they stay the caller's
   */
  public void configure(
      SceneSettings settings, double threshold, List<? extends ObjectClassifier> classifiers) {
    wanted = new Wanted(settings, threshold, List.copyOf(classifiers));
  }

  /** Completes when the second models that were asked last have answered. */
  @Override
  public CompletionStage<Void> settled() {
    return CompletableFuture.allOf(
        wanted.classifiers().stream()
            .map(classifier -> classifier.idle().toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new));
  }

  @Override
  public String wireName() {
    return "objects";
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // each call of configure is one, and a frame compares fast
  public FrameResult apply(FrameResult result) {
    Wanted now = wanted;
    if (now != current) {
      take(now);
    }
    if (follower == null) {
      return result;
    }
    long begun = System.nanoTime();
    FrameResult followed = follower.follow(result);
    listener.followed(System.nanoTime() - begun);
    return followed;
  }

  /**
   * Whether the last result has anything that doesn't stay where it is, or may soon be followed; on
   * the thread of the results.
   */
  public boolean isBusy() {
    return follower != null && follower.isBusy();
  }

  /**
   * Whether anything is looked for that moved and is not in the last result; on the thread of the
   * results.
   */
  public boolean isSearching() {
    return follower != null && follower.isSearching();
  }

  /**
   * The next time at which there is something to tell although nothing moves; on the thread of the
   * results.
   *
   * @return media time in nanoseconds, after the last result's; {@link Long#MAX_VALUE} for none
   */
  public long due() {
    return follower == null ? Long.MAX_VALUE : follower.due();
  }

  private void take(Wanted now) {
    current = now;
    if (!now.settings().isTracked()) {
      end();
    } else if (follower == null) {
      follower =
          new SceneFollower(now.settings(), now.threshold(), memory, listener, pictures, observer);
    } else {
      follower.configure(now.settings(), now.threshold());
    }
    if (follower != null) {
      follower.classifyBy(now.classifiers());
    }
    listener.watching(now.settings());
  }

  private void end() {
    if (follower != null) {
      follower.end();
      follower = null;
    }
  }

  /** Ends all objects, which is told, and gives pictures up. */
  @Override
  public void close() {
    end();
    pictures.close();
  }
}
