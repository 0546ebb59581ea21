package sluice.stage.sink;

/** What waits in a sink's queue: its share of a result, or an event. Closed once, by its owner. */
sealed interface SinkEntry extends AutoCloseable permits SinkItem, SinkEvent {
  @Override
  void close();
}
