package sluice.app.detect;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import sluice.core.LivePicture;
import sluice.core.LiveViewer;
import sluice.http.live.LivePictures;

/**
 * Presence of viewers of a job, for the job to wait for the first and for the last of them.
 * Thread-safe.
 */
final class ViewerPresence implements LivePictures {
  private final LivePictures pictures;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private int watching;
  private boolean released;

  /** Counts the viewers of these pictures. */
  ViewerPresence(LivePictures pictures) {
    this.pictures = pictures;
  }

  @Override
  public LiveViewer watch(String stream, int width, Runnable news) {
    LiveViewer watch = pictures.watch(stream, width, news);
    count(1);
    return new Counted(watch);
  }

  private void count(int change) {
    lock.lock();
    try {
      watching += change;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Ends all waiting for viewers. */
  void release() {
    lock.lock();
    try {
      released = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for a viewer.
   *
   * @return false when none came in that time
   */
  boolean awaitSome(Duration longest) {
    return await(true, longest);
  }

  /**
   * Waits until there has been no viewer for a while: one that navigates between pages is away for
   * a moment.
   *
   * @param moment how long there must have been no viewer
   * @param longest the whole time
   */
  void awaitNone(Duration moment, Duration longest) {
    long end = System.nanoTime() + longest.toNanos();
    while (!isReleased()) {
      Duration left = Duration.ofNanos(end - System.nanoTime());
      if (!await(false, left) || !await(true, left.compareTo(moment) < 0 ? left : moment)) {
        return;
      }
    }
  }

  private boolean isReleased() {
    lock.lock();
    try {
      return released;
    } finally {
      lock.unlock();
    }
  }

  private boolean await(boolean some, Duration longest) {
    lock.lock();
    try {
      long left = longest.toNanos();
      while (!released && watching > 0 != some && left > 0) {
        left = changed.awaitNanos(left);
      }
      return watching > 0 == some;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  private final class Counted implements LiveViewer {
    private final LiveViewer watch;
    private final AtomicBoolean closed = new AtomicBoolean();

    Counted(LiveViewer watch) {
      this.watch = watch;
    }

    @Override
    public Optional<LivePicture> next() {
      return watch.next();
    }

    @Override
    public void close() {
      watch.close();
      if (closed.compareAndSet(false, true)) {
        count(-1);
      }
    }
  }
}
