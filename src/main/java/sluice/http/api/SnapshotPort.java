package sluice.http.api;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The port that gives snapshots of streams. Thread-safe. */
@FunctionalInterface
public interface SnapshotPort {

  /**
   * The newest picture of a stream as JPEG, not changed any more; empty where no frame came, or the
   * stream is gone.
   */
  CompletionStage<Optional<byte[]>> jpeg(String stream);
}
