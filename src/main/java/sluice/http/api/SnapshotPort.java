package sluice.http.api;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** The port that gives snapshots of streams. Thread-safe. */
@FunctionalInterface
public interface SnapshotPort {
  /** The longest wait for a picture, of streams that have few of them. */
  Duration LONGEST_WAIT = Duration.ofSeconds(30);

  /**
   * The newest picture of a stream; where none is kept, the next one, which is waited for, {@link
   * #LONGEST_WAIT} at the most. Fails with a {@link sluice.core.SluiceException} when too many ask
   * at once.
   */
  CompletionStage<Snapshot> jpeg(String stream);
}
