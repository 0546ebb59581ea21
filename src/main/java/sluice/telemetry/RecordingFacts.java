package sluice.telemetry;

/**
 * The port to what a store of recordings tells in metrics. Asked at each scrape, by any thread;
 * answers at once.
 */
public interface RecordingFacts {

  /** Bytes of all files that are finished, some seconds ago at most. */
  long bytes();

  /** What may still be written to their disk, in bytes, some seconds ago at most; -1: not known. */
  long freeBytes();

  /** How many files were made safe on the disk so far. */
  long syncs();

  /** How long that took together, in nanoseconds. */
  long syncNanos();
}
