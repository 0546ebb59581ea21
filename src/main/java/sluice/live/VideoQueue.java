package sluice.live;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import sluice.core.LiveVideo;

/**
 * What waits for one who watches. Within a group of pictures nothing is left out in between: what
 * is too much is dropped up to the next key frame. Not thread-safe.
 */
final class VideoQueue {
  /** Groups that may wait, the one that is being sent included. */
  static final int MOST_GROUPS = 2;

  /** Bytes that may wait. */
  static final long MOST_BYTES = 4L << 20;

  private final VideoCounts counts;
  private final Deque<LiveVideo> waiting = new ArrayDeque<>();
  private long bytes;

  /** Key frames that wait. */
  private int keyFrames;

  private boolean awaitsKeyFrame = true;

  VideoQueue(VideoCounts counts) {
    this.counts = counts;
  }

  /** Video begins anew. */
  void add(LiveVideo.Start start) {
    waiting.addLast(start);
    awaitsKeyFrame = true;
  }

  /** Nothing more is to be expected for now; what waits is of no use. */
  void add(LiveVideo.Unavailable word) {
    clear();
    awaitsKeyFrame = true;
    waiting.addLast(word);
  }

  /** The next fragment; left out where the client can't decode it. */
  void add(LiveVideo.Fragment fragment) {
    if (awaitsKeyFrame && !fragment.keyFrame()) {
      return;
    }
    awaitsKeyFrame = false;
    waiting.addLast(fragment);
    bytes += fragment.bytes().length;
    counts.held(fragment.bytes().length);
    keyFrames += fragment.keyFrame() ? 1 : 0;
    if (keyFrames > MOST_GROUPS) {
      skip(SkipCause.SLOW, MOST_BYTES);
    } else if (bytes > MOST_BYTES) {
      skip(SkipCause.LARGE, MOST_BYTES);
    } else if (bytes > fragment.bytes().length && counts.isFull()) {
      skip(SkipCause.LARGE, 0);
    }
  }

  /** Drops what is before the last key frame that waits, or all where the rest is too much. */
  private void skip(SkipCause cause, long most) {
    Deque<LiveVideo> before = new ArrayDeque<>(waiting);
    Deque<LiveVideo> last = new ArrayDeque<>();
    while (!before.isEmpty() && (last.isEmpty() || !isKeyFrame(last.getFirst()))) {
      last.addFirst(before.removeLast());
    }
    int groups = groups(before);
    Optional<LiveVideo> start = lastStart(before);
    clear();
    start.ifPresent(waiting::addLast);
    if (!isKeyFrame(last.getFirst()) || bytes(last) > most) {
      awaitsKeyFrame = true;
      groups += 1;
    } else {
      waiting.addAll(last);
      bytes = bytes(last);
      counts.held(bytes);
      keyFrames = 1;
    }
    counts.skipped(cause, groups);
  }

  private static boolean isKeyFrame(LiveVideo each) {
    return each instanceof LiveVideo.Fragment fragment && fragment.keyFrame();
  }

  /** Groups that are there, the rest of one that was sent in part included. */
  private static int groups(Deque<LiveVideo> all) {
    int groups = 0;
    boolean inGroup = false;
    for (LiveVideo each : all) {
      if (each instanceof LiveVideo.Fragment fragment) {
        groups += fragment.keyFrame() || !inGroup ? 1 : 0;
        inGroup = true;
      }
    }
    return groups;
  }

  private static Optional<LiveVideo> lastStart(Deque<LiveVideo> all) {
    return all.stream().filter(LiveVideo.Start.class::isInstance).reduce((first, second) -> second);
  }

  private static long bytes(Deque<LiveVideo> all) {
    return all.stream().mapToLong(VideoQueue::bytes).sum();
  }

  private static long bytes(LiveVideo each) {
    return each instanceof LiveVideo.Fragment fragment ? fragment.bytes().length : 0;
  }

  /** Nothing waits any more. */
  void clear() {
    waiting.clear();
    counts.held(-bytes);
    bytes = 0;
    keyFrames = 0;
  }

  /** What is to be sent now. */
  Optional<LiveVideo> next() {
    LiveVideo first = waiting.pollFirst();
    if (first != null) {
      bytes -= bytes(first);
      counts.held(-bytes(first));
      keyFrames -= isKeyFrame(first) ? 1 : 0;
    }
    return Optional.ofNullable(first);
  }
}
