package sluice.telemetry;

import java.util.List;
import java.util.Map;

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

  /** What became of the events of each stream that has had a run. */
  List<Events> events();

  /** How many pictures of events could not be made so far. */
  long failedPictures();

  /**
   * The events of a stream since the service started. Those that began and those that go on again
   * have ended, or are open.
   *
   * @param stream its id
   * @param open how many go on
   * @param begun how many began, by a bounded number of labels
   * @param ended how often one ended, by the same labels
   * @param merged how often one went on that had ended
   * @param cut how many parts were followed by another one
   * @param leftOut how many were not made, as there were too many at once
   */
  record Events(
      String stream,
      long open,
      Map<String, Long> begun,
      Map<String, Long> ended,
      long merged,
      long cut,
      long leftOut) {
    /** Keeps copies of the maps. */
    public Events {
      begun = Map.copyOf(begun);
      ended = Map.copyOf(ended);
    }
  }
}
