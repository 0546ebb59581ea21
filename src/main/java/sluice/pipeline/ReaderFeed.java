package sluice.pipeline;

import sluice.core.Frame;
import sluice.core.HandOffQueue;
import sluice.stage.source.FrameReader;

/**
 * A source's reader as the graph sees it.
 *
 * @param reader taken over: run and stopped by the graph
 */
public record ReaderFeed(FrameReader reader) implements FrameFeed {

  @Override
  public HandOffQueue<Frame> frames() {
    return reader.frames();
  }

  @Override
  public void run() {
    reader.run();
  }

  @Override
  public void stop() {
    reader.stop();
  }
}
