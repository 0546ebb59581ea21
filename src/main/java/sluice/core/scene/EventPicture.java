package sluice.core.scene;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The port to the best picture, so far, of the object that an event tells of. Thread-safe. */
@FunctionalInterface
public interface EventPicture {
  /** There is none. */
  EventPicture NONE = () -> CompletableFuture.completedStage(Optional.empty());

  /**
   * The picture as JPEG. Returns at once; it is encoded on a thread of its own. Whoever asks bounds
   * how many are asked for at a time.
   *
   * @return empty where there is none
   */
  CompletionStage<Optional<byte[]>> jpeg();
}
