package sluice.stage.sink.live;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sluice.core.LivePicture;

/**
 * A stream in one width, for all who watch it so. Guarded by the painter's lock but for the easel,
 * which is the painter's thread's.
 */
final class LiveView {
  final LiveStream stream;
  final int width;
  final ViewCanvas easel;
  final Set<ViewSubscriber> watches = new LinkedHashSet<>();

  /** The last one that was drawn. */
  @Nullable LivePicture latest;

  /** Counts what was drawn, from 1, so that a watch knows what it has had. */
  long version;

  /** How many pictures the stream had had with the one that was drawn last. */
  long drawnCount;

  /** Before that it is not drawn again. */
  long dueNanos;

  LiveView(LiveStream stream, int width, long nowNanos) {
    this.stream = stream;
    this.width = width;
    this.easel = new ViewCanvas(width);
    this.dueNanos = nowNanos;
  }

  /** Whether the stream has a newer picture than the one that was drawn last. */
  boolean isBehind() {
    NewestPicture source = stream.source;
    return source != null && source.count() > drawnCount;
  }

  boolean isDue(long nowNanos) {
    return nowNanos - dueNanos >= 0;
  }

  boolean isAsked() {
    return watches.stream().anyMatch(ViewSubscriber::asks);
  }

  /** The stream's pictures lie elsewhere by now, or nowhere. */
  void forget() {
    latest = null;
    drawnCount = 0;
  }
}
