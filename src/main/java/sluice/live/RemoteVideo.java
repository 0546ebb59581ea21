package sluice.live;

import sluice.core.LiveVideo;
import sluice.core.LiveVideoFeed;

/** Video of a stream that another node runs, on its way to those who watch it here. */
final class RemoteVideo implements VideoSource, LiveVideoFeed {
  private final VideoChannel channel;

  RemoteVideo(VideoChannel channel) {
    this.channel = channel;
  }

  @Override
  public boolean isOwn() {
    return false;
  }

  @Override
  public void add(LiveVideo next) {
    switch (next) {
      case LiveVideo.Start start -> channel.begin(this, start);
      case LiveVideo.Fragment fragment -> channel.add(this, fragment);
      case LiveVideo.Unavailable none -> channel.unavailable(this, none.reason());
    }
  }

  @Override
  public void close() {
    channel.closed(this);
  }
}
