package sluice.stage.sink.live;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.core.LivePicture;
import sluice.core.LiveViewer;

/**
 * Draws live pictures on a thread of its own, which lives while there are viewers. Viewers request
 * a picture and are notified; it is drawn once for all viewers of the stream in that width, from
 * the stream's newest one, and not more often than the rate says. The view whose turn is longest
 * due is next. Streams only say that a picture came, which costs them the reading of a flag.
 *
 * <p>Thread-safe; nothing blocks but {@link #close}. The painter's thread alone makes, uses and
 * closes overlays and encoders.
 */
public final class LivePainter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LivePainter.class);
  private static final Duration LAST_PICTURE = Duration.ofSeconds(5);

  private final long periodNanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<String, LiveStream> streams = new HashMap<>();

  /** Views for which a viewer waits for a picture. */
  private final Set<LiveView> asked = new LinkedHashSet<>();

  /** Views that no viewer watches, or that have no stream: what they hold is to be freed. */
  private final Set<LiveView> idle = new LinkedHashSet<>();

  private final CostMeter cost = new CostMeter();
  private int watches;
  private @Nullable Thread thread;
  private boolean closed;

  /**
   * A painter that waits for viewers.
   *
   * @param fps pictures a second of one stream and width at most, at least 1
   */
  public LivePainter(int fps) {
    this.periodNanos = TimeUnit.SECONDS.toNanos(1) / fps;
  }

  /**
   * Watches a stream, which need not be there yet.
   *
   * @param width one of {@link LivePicture#WIDTHS}
   * @param listener notified, on the painter's thread, that {@link LiveViewer#next} has a newer
   *     picture; must return at once and not throw; may be notified once too often
   */
  public LiveViewer watch(String stream, int width, Runnable listener) {
    return locked(
        () -> {
          LiveStream of = streams.computeIfAbsent(stream, LiveStream::new);
          LiveView view =
              of.views.computeIfAbsent(width, w -> new LiveView(of, w, System.nanoTime()));
          ViewSubscriber watch = new ViewSubscriber(this, view, listener);
          view.watches.add(watch);
          watches++;
          if (thread == null && !closed) {
            thread = Thread.ofPlatform().daemon().name("sluice-live").start(this::work);
          }
          return watch;
        });
  }

  /**
   * A stream's pictures lie there from now on.
   *
   * @return to be run when a newer picture lies there; takes no time, on any thread
   */
  public Runnable came(String stream, NewestPicture source) {
    return locked(
        () -> {
          LiveStream of = streams.computeIfAbsent(stream, LiveStream::new);
          of.source = source;
          of.views.values().forEach(LiveView::forget);
          changed.signal();
          return () -> arrived(of);
        });
  }

  private void arrived(LiveStream stream) {
    if (stream.awaited) {
      stream.awaited = false;
      locked(changed::signal);
    }
  }

  /** A stream is gone, unless its pictures lie elsewhere by now. */
  public void went(String stream, NewestPicture source) {
    locked(
        () -> {
          LiveStream of = streams.get(stream);
          if (of != null && of.isAt(source)) {
            of.source = null;
            of.views.values().forEach(LiveView::forget);
            idle.addAll(of.views.values());
            forgetIfUnused(of);
            changed.signal();
          }
        });
  }

  private void forgetIfUnused(LiveStream stream) {
    if (stream.source == null && stream.views.isEmpty()) {
      streams.remove(stream.id, stream);
    }
  }

  Optional<LivePicture> next(ViewSubscriber watch) {
    return locked(
        () -> {
          LiveView view = watch.view;
          if (!view.watches.contains(watch)) {
            return Optional.empty();
          }
          boolean newerCanBeHad = view.isBehind() && view.isDue(System.nanoTime());
          Optional<LivePicture> picture = newerCanBeHad ? Optional.empty() : watch.take();
          if (picture.isEmpty()) {
            watch.ask();
            if (asked.add(view)) {
              changed.signal();
            }
          } else if (!view.isAsked()) {
            asked.remove(view);
          }
          return picture;
        });
  }

  void leave(ViewSubscriber watch) {
    locked(
        () -> {
          LiveView view = watch.view;
          if (view.watches.remove(watch)) {
            watches--;
            if (!view.isAsked()) {
              asked.remove(view);
            }
            if (view.watches.isEmpty()) {
              view.stream.views.remove(view.width, view);
              forgetIfUnused(view.stream);
              idle.add(view);
              changed.signal();
            }
          }
        });
  }

  /** What live pictures have cost so far. */
  public LiveCounts counts() {
    return locked(cost::counts);
  }

  /** Watches that are open. */
  public int watches() {
    return locked(() -> watches);
  }

  /** Whether its thread lives, which is so while there are viewers. */
  boolean isWorking() {
    return locked(() -> thread != null);
  }

  private void locked(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
    }
  }

  private <T> T locked(Supplier<T> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }

  /** The painter's thread: holds the lock but while it draws, frees, notifies and waits. */
  private void work() {
    lock.lock();
    try {
      do {
        while (watches > 0 && !closed) {
          if (freeIdle()) {
            continue; // without the lock for a while: everything may have changed
          }
          LiveView next = mostDue();
          if (next == null) {
            awaitWork();
          } else {
            paint(next);
          }
        }
        streams.values().forEach(stream -> idle.addAll(stream.views.values()));
        freeIdle();
      } while (watches > 0 && !closed); // a viewer may have come while things were freed
    } finally {
      thread = null;
      lock.unlock();
    }
  }

  /** Frees what no viewer watches any more; true when it let the lock go for that. */
  private boolean freeIdle() {
    if (idle.isEmpty()) {
      return false;
    }
    List<LiveView> all = List.copyOf(idle);
    idle.clear();
    all.forEach(view -> cost.canvases(view.easel.isHeld() ? -1 : 0));
    lock.unlock();
    try {
      all.forEach(view -> view.easel.close());
    } finally {
      lock.lock();
    }
    return true;
  }

  private @Nullable LiveView mostDue() {
    long now = System.nanoTime();
    LiveView first = null;
    for (LiveView view : asked) {
      if (view.isBehind()
          && view.isDue(now)
          && (first == null || view.dueNanos - first.dueNanos < 0)) {
        first = view;
      }
    }
    return first;
  }

  /** Waits for a picture, for the time of the next one, or for something else to change. */
  @SuppressWarnings("WaitNotInLoop") // work() is the loop, which looks again after every wake-up
  private void awaitWork() {
    long now = System.nanoTime();
    long wait = Long.MAX_VALUE;
    for (LiveView view : asked) {
      if (!view.isBehind()) {
        view.stream.awaited = true;
      }
      // Again: a picture that came before the flag was set has not looked at it.
      if (view.isBehind()) {
        wait = Math.min(wait, Math.max(0, view.dueNanos - now));
      }
    }
    try {
      var _ = changed.awaitNanos(wait);
    } catch (InterruptedException e) {
      LOG.debug("this thread was interrupted without need; it goes on", e);
    }
  }

  private void paint(LiveView view) {
    NewestPicture source = view.stream.source;
    if (source == null) {
      return;
    }
    view.dueNanos = System.nanoTime() + periodNanos;
    boolean held = view.easel.isHeld();
    lock.unlock();
    Painting painting;
    try {
      painting = Painting.of(view, source);
    } finally {
      lock.lock();
    }
    cost.add(painting);
    cost.canvases((view.easel.isHeld() ? 1 : 0) - (held ? 1 : 0));
    if (view.stream.isAt(source)) {
      view.drawnCount = painting.count();
      painting.picture().ifPresent(picture -> finished(view, picture));
    } else {
      idle.add(view);
    }
  }

  private void finished(LiveView view, LivePicture picture) {
    view.latest = picture;
    view.version++;
    asked.remove(view);
    List<ViewSubscriber> answered = new ArrayList<>(view.watches);
    answered.removeIf(watch -> !watch.answer());
    lock.unlock();
    try {
      answered.forEach(watch -> watch.listener.run());
    } finally {
      lock.lock();
    }
  }

  /**
   * Draws nothing more, and frees what is held. Waits for a picture that is being drawn; may be
   * called twice.
   */
  @Override
  public void close() {
    Thread working =
        locked(
                () -> {
                  closed = true;
                  changed.signal();
                  return Optional.ofNullable(thread);
                })
            .orElse(null);
    if (working == null) {
      return;
    }
    try {
      if (!working.join(LAST_PICTURE)) {
        LOG.warn(
            "a live picture is still being drawn; its memory is left to the end of the process");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
