package sluice.app.recording;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.core.Box;
import sluice.core.Detection;
import sluice.core.Failures;
import sluice.core.ObjectState;
import sluice.core.Picture;
import sluice.core.PixelSize;
import sluice.recording.EventPictures;
import sluice.stage.events.PictureCandidate;
import sluice.video.encode.Jpeg;
import sluice.video.image.Canvas;
import sluice.video.image.CanvasColors;
import sluice.video.image.PictureCrop;
import sluice.video.image.Scaler;

/**
 * Makes the pictures of events of all streams, on a thread of its own, and holds those of open
 * events in memory until they are saved. Who offers a picture never waits. Thread-safe.
 */
final class EventPainter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventPainter.class);

  /** Pictures that wait: each holds a decoder's picture. */
  static final int MOST_WAITING = 16;

  /** All JPEGs that are held, bytes; where they would be more, the oldest are saved. */
  static final long MOST_BYTES = 64L << 20;

  /** Width of a picture, and width and height of a crop, at most, in pixels. */
  static final int MOST_SIDE = 640;

  /** Of width and height of the box, on each side of a crop. */
  private static final float BORDER = 0.1f;

  private static final Duration LAST_PICTURES = Duration.ofSeconds(2);

  private final BiConsumer<String, EventPictures> saved;
  private final Map<String, EventPictures> held = new LinkedHashMap<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private @Nullable Scaler scaler; // of the thread
  private final AtomicLong failures = new AtomicLong();
  private long bytes;
  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          1,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(), // as many pictures as may wait, and ends of events
          Thread.ofPlatform().daemon().name("sluice-event-pictures").factory());

  /**
   * A painter without pictures.
   *
   * @param saved takes the pictures of an event, by its id, to keep them; returns at once
   */
  EventPainter(BiConsumer<String, EventPictures> saved) {
    this.saved = saved;
    thread.allowCoreThreadTimeOut(true);
  }

  /**
   * Takes a picture as the best one of an event.
   *
   * @param picture borrowed; another reference to it is kept until it is drawn
   * @return false where too many wait
   */
  boolean offer(PictureCandidate candidate, Picture picture) {
    if (waiting.incrementAndGet() > MOST_WAITING) {
      waiting.decrementAndGet();
      return false;
    }
    Picture own = picture.retain();
    try {
      thread.execute(() -> paint(candidate, own));
      return true;
    } catch (RejectedExecutionException e) {
      own.close();
      waiting.decrementAndGet();
      return false;
    }
  }

  private void paint(PictureCandidate candidate, Picture picture) {
    try (picture) {
      hold(candidate.event(), paint(candidate.detection(), picture));
    } catch (RuntimeException e) {
      if (failures.getAndIncrement() == 0) {
        LOG.warn("events have no pictures: {}", Failures.reason(e));
      }
    } finally {
      waiting.decrementAndGet();
    }
  }

  private EventPictures paint(Detection detection, Picture picture) {
    PixelSize size = picture.displaySize();
    double shrink = Math.min(1, (double) MOST_SIDE / size.width());
    byte[] whole;
    try (Canvas canvas = ScaledPicture.of(picture, shrink, scaler())) {
      canvas.drawBox(detection.box().clamp(), color(detection));
      whole = Jpeg.encode(canvas);
    }
    PictureCrop crop = PictureCrop.of(picture, withBorder(detection.box().clamp()));
    PixelSize part = crop.displaySize();
    double less = Math.min(1, (double) MOST_SIDE / Math.max(part.width(), part.height()));
    try (Canvas canvas = ScaledPicture.of(crop, less, scaler())) {
      return new EventPictures(whole, Jpeg.encode(canvas));
    }
  }

  private static int color(Detection detection) {
    long number = detection.object().map(ObjectState::id).orElse((long) detection.labelId());
    return CanvasColors.of((int) (number % Integer.MAX_VALUE));
  }

  private static Box withBorder(Box box) {
    float across = BORDER * box.width();
    float down = BORDER * box.height();
    return new Box(box.xMin() - across, box.yMin() - down, box.xMax() + across, box.yMax() + down);
  }

  private Scaler scaler() {
    Scaler ready = scaler;
    if (ready == null) {
      ready = new Scaler(Scaler.Kernel.BILINEAR);
      scaler = ready;
    }
    return ready;
  }

  private void hold(String event, EventPictures pictures) {
    synchronized (held) {
      remove(event);
      held.put(event, pictures);
      bytes += size(pictures);
      while (bytes > MOST_BYTES) {
        String oldest = held.keySet().iterator().next();
        remove(oldest).ifPresent(its -> saved.accept(oldest, its));
      }
    }
  }

  private Optional<EventPictures> remove(String event) {
    EventPictures before = held.remove(event);
    bytes -= before == null ? 0 : size(before);
    return Optional.ofNullable(before);
  }

  private static long size(EventPictures pictures) {
    return (long) pictures.picture().length + pictures.crop().length;
  }

  /** How many pictures could not be made so far. */
  long failures() {
    return failures.get();
  }

  /** The pictures of an event that are held. */
  Optional<EventPictures> newest(String event) {
    synchronized (held) {
      return Optional.ofNullable(held.get(event));
    }
  }

  /** Saves the pictures of an event, which goes on; after those that wait. */
  void save(String event) {
    later(() -> newest(event).ifPresent(pictures -> saved.accept(event, pictures)));
  }

  /** The event has ended: its pictures are saved, after those that wait, and held no more. */
  void finish(String event) {
    later(
        () -> {
          synchronized (held) {
            remove(event).ifPresent(pictures -> saved.accept(event, pictures));
          }
        });
  }

  private void later(Runnable task) {
    try {
      thread.execute(task);
    } catch (RejectedExecutionException e) {
      LOG.debug("events that end after the service have no pictures", e);
    }
  }

  /** Paints what waits, within a limit. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (thread.awaitTermination(LAST_PICTURES.toNanos(), TimeUnit.NANOSECONDS)) {
        Scaler ready = scaler;
        if (ready != null) {
          ready.close();
          scaler = null;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
