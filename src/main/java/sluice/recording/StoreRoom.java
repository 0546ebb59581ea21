package sluice.recording;

/** The room of a store, as those who write into it see it. Thread-safe. */
interface StoreRoom {
  /** Whether there is too little, so that nothing may be written. */
  boolean isMissing();

  /** Why {@link #isMissing}, for people. */
  String reason();

  /** Looks again, and deletes what may be deleted. On the store's thread; {@link #isMissing}. */
  boolean look();

  /** A file with so many bytes was finished. */
  void grown(long bytes);

  /** The disk took so long to make a file safe. */
  void synced(long nanos);

  /** The monotonic clock. */
  long nanos();
}
