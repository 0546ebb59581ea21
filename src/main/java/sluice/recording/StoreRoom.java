package sluice.recording;

import java.io.IOException;
import sluice.core.recording.RecordingLoss;

/** The room of a store, as those who write into it see it. Thread-safe. */
interface StoreRoom {
  /** Whether there is too little, so that nothing may be written. */
  boolean isMissing();

  /** Why {@link #isMissing}, for people. */
  String reason();

  /** As what counts that isn't written while it {@link #isMissing}. */
  RecordingLoss loss();

  /** Looks again, and deletes what may be deleted. Blocks on the disk; {@link #isMissing}. */
  boolean look();

  /**
   * Asks the disk whether the folder that was opened is still there.
   *
   * @throws IOException when it isn't
   */
  void requireFolder() throws IOException;

  /** A file with so many bytes was finished. */
  void grown(long bytes);

  /** The disk took so long to make a file safe. */
  void synced(long nanos);

  /** The monotonic clock. */
  long nanos();
}
