package sluice.live;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import sluice.core.LiveVideoFeed;
import sluice.core.LiveVideoViewer;
import sluice.video.demux.PacketTap;

/**
 * Live video of all streams: as their sources send it, in fragments of one picture, made once for
 * all who watch a stream. A stream that nobody watches costs the reading of a flag for each packet,
 * and nothing of it is held. Thread-safe; nothing blocks.
 */
public final class LiveVideos {
  /** Bytes that are held and wait over all streams, where the heap is large; else a part of it. */
  private static final long MOST_HELD = 64L << 20;

  private static final int PART_OF_HEAP = 8;

  private final Map<String, VideoChannel> channels = new ConcurrentHashMap<>();
  private final VideoCounts counts;
  private final Executor notifier;
  private final InstantSource clock;

  /**
   * Video of no stream yet.
   *
   * @param notifier runs what those who watch do when they are notified
   * @param clock date and time
   */
  public LiveVideos(Executor notifier, InstantSource clock) {
    this(notifier, clock, Math.min(MOST_HELD, Runtime.getRuntime().maxMemory() / PART_OF_HEAP));
  }

  LiveVideos(Executor notifier, InstantSource clock, long mostHeld) {
    counts = new VideoCounts(mostHeld);
    this.notifier = notifier;
    this.clock = clock;
  }

  /** What sees the packets of a stream's source, which is to be opened. */
  public PacketTap tap(String stream) {
    return new VideoTap(this, stream, clock);
  }

  /** A source was opened; the channel that its fragments go to. */
  VideoChannel opened(String stream, VideoTap tap) {
    while (true) {
      VideoChannel channel = channel(stream);
      if (channel.opened(tap)) {
        return channel;
      }
    }
  }

  /**
   * A stream's video can't be watched, whatever its source sends.
   *
   * @param reason why, for people
   */
  public void unsupported(String stream, String reason) {
    boolean told = false;
    while (!told) {
      told = channel(stream).unsupported(reason);
    }
  }

  /** A stream was removed, or runs on another node from now on. */
  public void forget(String stream) {
    VideoChannel known = channels.get(stream);
    if (known != null) {
      known.streamGone();
    }
  }

  /**
   * Watches a stream, which need not be there yet. Video begins with the next key frame, or the
   * last one where somebody watches already.
   *
   * @param news run when {@link LiveVideoViewer#next} is worth a call; must return at once and not
   *     throw
   */
  public LiveVideoViewer watch(String stream, Runnable news) {
    while (true) {
      Optional<VideoWatcher> watcher = channel(stream).watch(news);
      if (watcher.isPresent()) {
        return watcher.get();
      }
    }
  }

  /**
   * Takes the video of a stream that another node runs, instead of any other node's. Empty where
   * this node's own source is there, or nobody watches it here.
   */
  public Optional<LiveVideoFeed> feed(String stream) {
    return Optional.ofNullable(channels.get(stream))
        .flatMap(
            channel -> {
              RemoteVideo feed = new RemoteVideo(channel);
              return channel.openedRemote(feed) ? Optional.of(feed) : Optional.empty();
            });
  }

  private VideoChannel channel(String stream) {
    return channels.computeIfAbsent(
        stream,
        id -> new VideoChannel(id, counts, notifier, unused -> channels.remove(id, unused)));
  }

  /** Watches that are open, over all streams. */
  public int watchers() {
    return counts.watchers();
  }

  /** Bytes of fragments that those who watch were given so far. */
  public long bytes() {
    return counts.bytes();
  }

  /** Bytes that are held and wait now. */
  long held() {
    return counts.held();
  }

  /** Groups of pictures, or rests of them, that somebody was not given so far. */
  public long skippedGroups(SkipCause cause) {
    return counts.skipped(cause);
  }
}
