package sluice.core;

/**
 * Takes a stream's video that comes from elsewhere, for all who watch it here. Thread-safe; returns
 * at once, and waits for none of them.
 */
public interface LiveVideoFeed extends AutoCloseable {

  /**
   * What comes next. Fragments before the first start go nowhere. That there is no video is told to
   * those who watch, and to those who come, until a start follows; said again it is passed over.
   */
  void add(LiveVideo next);

  /** Nothing comes any more. Closing twice does nothing. */
  @Override
  void close();
}
