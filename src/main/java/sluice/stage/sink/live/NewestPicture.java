package sluice.stage.sink.live;

import java.util.Optional;
import sluice.stage.sink.SinkItem;

/** Where the newest picture of a stream lies. Thread-safe; returns at once. */
public interface NewestPicture {

  /** How many pictures have come so far. */
  long count();

  /**
   * A share of the newest picture, which the caller closes; empty where none has come, or the
   * stream is gone.
   */
  Optional<Counted> newest();

  /**
   * A picture and how many had come with it.
   *
   * @param count from 1
   * @param item with its picture; closed by who got it
   */
  record Counted(long count, SinkItem item) {}
}
