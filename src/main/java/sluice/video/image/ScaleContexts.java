package sluice.video.image;

import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.jspecify.annotations.Nullable;

/**
 * Prepared contexts of swscale that nobody uses just now, for pictures of the same shape whatever
 * stream they belong to: many cameras of one kind need as many contexts as are scaling at once, not
 * one each. What has not been asked for the longest goes when there are too many. Any thread.
 */
final class ScaleContexts {
  /** Of the whole process. */
  static final ScaleContexts SHARED = new ScaleContexts(32);

  private final int most;

  /** The one that was given back last is at the end: its memory is the likeliest to be cached. */
  private final List<Idle> idle = new ArrayList<>();

  private record Idle(ScaleShape shape, SwsContext context) {}

  /** Contexts of which at most so many are kept; each takes some 150 kB. */
  ScaleContexts(int most) {
    this.most = most;
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
    Idle eldest = null;
    synchronized (this) {
      idle.add(new Idle(shape, context));
      if (idle.size() > most) {
        eldest = idle.removeFirst();
      }
    }
    if (eldest != null) {
      sws_freeContext(eldest.context);
    }
  }

  /** How many are kept. */
  synchronized int size() {
    return idle.size();
  }
}
