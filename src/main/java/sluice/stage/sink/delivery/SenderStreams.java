package sluice.stage.sink.delivery;

import java.util.Collection;

/** The streams of a sink as its sender sees them. Thread-safe. */
interface SenderStreams {

  /** The spools of all of them. */
  Collection<StreamSpool> all();

  /**
   * Those of streams that don't use the sink any more, of which nothing waits. May wait for the
   * disk.
   */
  Collection<StreamSpool> gone();

  /**
   * The far side knows that a stream is gone: its empty spool is deleted. May wait for the disk.
   */
  void forget(StreamSpool gone);
}
