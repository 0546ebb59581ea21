package sluice.live;

import java.util.Optional;
import sluice.core.LiveVideo;
import sluice.core.LiveVideoViewer;

/** One who watches the video of a stream. Guarded by its channel, which it hands its calls to. */
final class VideoWatcher implements LiveVideoViewer {
  final VideoQueue queue;
  private final VideoChannel channel;
  private final Runnable news;
  private boolean asked = true;

  VideoWatcher(VideoChannel channel, VideoCounts counts, Runnable news) {
    this.channel = channel;
    this.news = news;
    this.queue = new VideoQueue(counts);
  }

  /** Whether it has asked in vain since it was notified last; it is notified now. */
  boolean isToBeTold() {
    boolean told = asked;
    asked = false;
    return told;
  }

  /** Notifies it; without any lock. */
  void tell() {
    news.run();
  }

  /** What it is to be given now; it has asked. */
  Optional<LiveVideo> take() {
    Optional<LiveVideo> first = queue.next();
    asked |= first.isEmpty();
    return first;
  }

  @Override
  public Optional<LiveVideo> next() {
    return channel.next(this);
  }

  @Override
  public void close() {
    channel.leave(this);
  }
}
