package sluice.app;

import sluice.core.Frame;
import sluice.core.HandOver;
import sluice.pipeline.FrameFeed;
import sluice.stage.source.FrameReader;

/** A source's reader as the graph sees it. */
record ReaderFeed(FrameReader reader) implements FrameFeed {

  @Override
  public HandOver<Frame> frames() {
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
