package sluice.http.api;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The port that gives snapshots of streams. Thread-safe. */
@FunctionalInterface
public interface SnapshotPort {

  /**
   * The newest picture of a stream as JPEG, not changed any more; where none is kept, the next one,
   * which is waited for some seconds. Empty where none comes, or the stream is gone.
   */
  CompletionStage<Optional<byte[]>> jpeg(String stream);
}
