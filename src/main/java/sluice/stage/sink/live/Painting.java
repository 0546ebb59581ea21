package sluice.stage.sink.live;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.core.Failures;
import sluice.core.LivePicture;

/**
 * What came of drawing a view.
 *
 * @param picture absent where there is none, or it can't be drawn
 * @param count how many pictures the stream had had with it
 * @param cpuNanos processor time that it took
 */
record Painting(Optional<LivePicture> picture, long count, long cpuNanos) {
  private static final Logger LOG = LoggerFactory.getLogger(Painting.class);
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** Draws the stream's newest picture. Failures are logged, not thrown. */
  static Painting of(LiveView view, NewestPicture source) {
    long before = THREADS.getCurrentThreadCpuTime();
    long count = source.count();
    Optional<LivePicture> picture = Optional.empty();
    Optional<NewestPicture.Counted> newest = source.newest();
    if (newest.isPresent()) {
      count = newest.get().count();
      try (var item = newest.get().item()) {
        picture = Optional.of(view.easel.draw(view.stream.id, item));
      } catch (RuntimeException | OutOfMemoryError failure) {
        LOG.warn("stream {}: no live picture: {}", view.stream.id, Failures.reason(failure));
        view.easel.close();
      }
    }
    return new Painting(picture, count, THREADS.getCurrentThreadCpuTime() - before);
  }
}
