package sluice.live;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.core.LiveVideo;

/**
 * The video of one stream on its way from its source to all who watch. Holds the last group of
 * pictures, so that who comes can begin at once. Thread-safe; nobody waits for those who watch, who
 * are notified on other threads.
 */
final class VideoChannel {
  /** Bytes of a group that are held for those who come; of a larger one none is. */
  static final long MOST_HELD_BYTES = 4L << 20;

  private static final Logger LOG = LoggerFactory.getLogger(VideoChannel.class);

  private final String stream;
  private final VideoCounts counts;
  private final Executor notifier;
  private final Consumer<VideoChannel> idle;
  private final Set<VideoWatcher> watchers = new LinkedHashSet<>();
  private final List<LiveVideo.Fragment> group = new ArrayList<>();
  private volatile boolean watched;
  private @Nullable VideoSource source;
  private LiveVideo.@Nullable Start start;
  private @Nullable String reason;
  private long held;

  /** The least number that the next fragment may have. */
  private long following;

  /** Added to the source's own numbers since its video began. */
  private long offset;

  private boolean isFirst;
  private boolean closed;

  /**
   * A channel without a source.
   *
   * @param notifier runs what those who watch do when they are notified
   * @param idle told, with this channel's lock, that there is neither a source nor a watcher
   */
  VideoChannel(String stream, VideoCounts counts, Executor notifier, Consumer<VideoChannel> idle) {
    this.stream = stream;
    this.counts = counts;
    this.notifier = notifier;
    this.idle = idle;
  }

  String stream() {
    return stream;
  }

  /** Whether somebody watches; costs the reading of a flag. */
  boolean isWatched() {
    return watched;
  }

  /**
   * A source is there from now on, instead of any other.
   *
   * @return false where this channel was given up
   */
  synchronized boolean opened(VideoSource from) {
    if (!closed) {
      source = from;
      reason = null;
      forget();
    }
    return !closed;
  }

  /**
   * Another node's video comes from now on.
   *
   * @return false where this node's own source is there, or this channel was given up
   */
  synchronized boolean openedRemote(RemoteVideo from) {
    VideoSource known = source;
    return (known == null || !known.isOwn()) && opened(from);
  }

  /**
   * The video can't be watched, whatever the source sends, until another one is opened.
   *
   * @return false where this channel was given up
   */
  boolean unsupported(String why) {
    List<VideoWatcher> told;
    synchronized (this) {
      if (closed) {
        return false;
      }
      reason = why;
      told = givenNone(why);
    }
    tell(told);
    return true;
  }

  /** Video of a source could not be made; who comes later may have more luck. */
  void failed(VideoSource from, String why) {
    List<VideoWatcher> told;
    synchronized (this) {
      ended(from);
      told = isOf(from) ? givenNone(why) : List.of();
    }
    tell(told);
  }

  /** There is no video until it begins, or another source is opened; told once. */
  void unavailable(VideoSource from, String why) {
    List<VideoWatcher> told;
    synchronized (this) {
      if (!isOf(from) || why.equals(reason)) {
        return;
      }
      reason = why;
      forget();
      told = givenNone(why);
    }
    tell(told);
  }

  /** Video begins, or begins anew. */
  synchronized void begin(VideoSource from, LiveVideo.Start begun) {
    if (isOf(from)) {
      forget();
      reason = null;
      isFirst = true;
      start = begun;
      watchers.forEach(watcher -> watcher.queue.add(begun));
    }
  }

  /** The next fragment. */
  void add(VideoSource from, LiveVideo.Fragment fragment) {
    tell(offered(from, fragment));
  }

  private synchronized List<VideoWatcher> offered(VideoSource from, LiveVideo.Fragment next) {
    if (!isOf(from) || start == null) {
      return List.of();
    }
    LiveVideo.Fragment fragment = numbered(next);
    hold(fragment);
    return given(watcher -> watcher.queue.add(fragment));
  }

  /** Numbers rise over all sources, as those who watch acknowledge all up to one. */
  private LiveVideo.Fragment numbered(LiveVideo.Fragment fragment) {
    if (isFirst) {
      isFirst = false;
      offset = Math.max(0, following - fragment.number());
    }
    long number = offset + fragment.number();
    following = Math.max(following, number + 1);
    return number == fragment.number()
        ? fragment
        : new LiveVideo.Fragment(
            stream, number, fragment.at(), fragment.start(), fragment.keyFrame(), fragment.bytes());
  }

  private void hold(LiveVideo.Fragment fragment) {
    if (fragment.keyFrame()) {
      holdNone();
    } else if (group.isEmpty()) {
      return; // its begin isn't there
    }
    boolean fits = held + fragment.bytes().length <= MOST_HELD_BYTES && counts.hasRoomForGroups();
    if (watched && fits) {
      group.add(fragment);
      held += fragment.bytes().length;
      counts.held(fragment.bytes().length);
    } else {
      holdNone();
    }
  }

  private void holdNone() {
    group.clear();
    counts.held(-held);
    held = 0;
  }

  /** A source makes no fragments any more, for now. */
  synchronized void ended(VideoSource from) {
    if (isOf(from)) {
      forget();
    }
  }

  /** A source is gone; why another node's had no video counts no more. */
  synchronized void closed(VideoSource from) {
    if (isOf(from)) {
      source = null;
      reason = from.isOwn() ? reason : null;
      forget();
      checkIdle();
    }
  }

  @SuppressWarnings("ReferenceEquality") // another source of the same stream is another one
  private synchronized boolean isOf(VideoSource from) {
    return source == from;
  }

  private void forget() {
    start = null;
    holdNone();
  }

  /** Gives something to all who watch; those who are to be told of it. */
  private List<VideoWatcher> given(Consumer<VideoWatcher> add) {
    List<VideoWatcher> told = new ArrayList<>();
    for (VideoWatcher watcher : watchers) {
      add.accept(watcher);
      if (watcher.isToBeTold()) {
        told.add(watcher);
      }
    }
    return told;
  }

  private List<VideoWatcher> givenNone(String why) {
    return given(watcher -> watcher.queue.add(new LiveVideo.Unavailable(stream, why)));
  }

  private void tell(List<VideoWatcher> told) {
    for (VideoWatcher watcher : told) {
      try {
        notifier.execute(watcher::tell);
      } catch (RejectedExecutionException e) {
        LOG.debug("the process ends; nobody is notified any more", e);
      }
    }
  }

  /** Somebody watches from now on; empty where this channel was given up. */
  synchronized Optional<VideoWatcher> watch(Runnable news) {
    if (closed) {
      return Optional.empty();
    }
    VideoWatcher watcher = new VideoWatcher(this, counts, news);
    String why = reason;
    if (why != null) {
      watcher.queue.add(new LiveVideo.Unavailable(stream, why));
    } else if (start != null) {
      watcher.queue.add(start);
      group.forEach(watcher.queue::add);
    }
    watchers.add(watcher);
    watched = true;
    counts.came();
    return Optional.of(watcher);
  }

  synchronized Optional<LiveVideo> next(VideoWatcher watcher) {
    Optional<LiveVideo> next = watchers.contains(watcher) ? watcher.take() : Optional.empty();
    next.ifPresent(
        each -> {
          if (each instanceof LiveVideo.Fragment fragment) {
            counts.sent(fragment.bytes().length);
          }
        });
    return next;
  }

  synchronized void leave(VideoWatcher watcher) {
    if (watchers.remove(watcher)) {
      counts.left();
      watcher.queue.clear();
      if (watchers.isEmpty()) {
        watched = false;
        holdNone();
        checkIdle();
      }
    }
  }

  private void checkIdle() {
    if (source == null && reason == null && watchers.isEmpty()) {
      closed = true;
      idle.accept(this);
    }
  }

  /**
   * The stream is gone from here: nothing is known of its own source any more, also where that was
   * left in a call that doesn't return.
   */
  synchronized void streamGone() {
    if (source == null || source.isOwn()) {
      source = null;
      reason = null;
      forget();
      checkIdle();
    }
  }
}
