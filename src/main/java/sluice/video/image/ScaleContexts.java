package sluice.video.image;

import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.jspecify.annotations.Nullable;

/**
 * Prepared contexts of swscale that nobody uses just now, for pictures of the same shape whatever
 * stream they belong to: many cameras of one kind need as many contexts as are scaling at once, not
 * one each. What has not been asked for the longest goes when there are more than passes that
 * share: cameras of as many shapes keep one each, as they would without. Any thread.
 */
final class ScaleContexts {
  /** Of the whole process. */
  static final ScaleContexts SHARED = new ScaleContexts();

  /** Kept for passes to come, such as those of a stream that is opened again. */
  private static final int LEAST = 2;

  private int passes;

  /** The one that was given back last is at the end: its memory is the likeliest to be cached. */
  private final List<Idle> idle = new ArrayList<>();

  private record Idle(ScaleShape shape, SwsContext context) {}

  /** A pass begins to share; it says when it does no longer. */
  synchronized void join() {
    passes++;
  }

  /** A pass shares no longer. */
  void leave() {
    SwsContext surplus;
    synchronized (this) {
      passes--;
      surplus = surplus();
    }
    free(surplus);
  }

  /** A context for pictures of this shape, the caller's from now on; null where none is idle. */
  synchronized @Nullable SwsContext take(ScaleShape shape) {
    for (int i = idle.size() - 1; i >= 0; i--) {
      if (idle.get(i).shape.equals(shape)) {
        return idle.remove(i).context;
      }
    }
    return null;
  }

  /** Takes a context over, which is in order and nobody else uses. */
  void give(ScaleShape shape, SwsContext context) {
    SwsContext surplus;
    synchronized (this) {
      idle.add(new Idle(shape, context));
      surplus = surplus();
    }
    free(surplus);
  }

  /** The eldest where there are too many: one comes, or one pass leaves, at a time. */
  private @Nullable SwsContext surplus() {
    return idle.size() > Math.max(LEAST, passes) ? idle.removeFirst().context : null;
  }

  private static void free(@Nullable SwsContext context) {
    if (context != null) {
      sws_freeContext(context);
    }
  }

  /** How many are kept. */
  synchronized int size() {
    return idle.size();
  }
}
