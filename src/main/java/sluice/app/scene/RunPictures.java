package sluice.app.scene;

import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.core.Box;
import sluice.core.Failures;
import sluice.core.Picture;
import sluice.core.PixelSize;
import sluice.core.model.ChannelOrder;
import sluice.core.scene.ObjectPictures;
import sluice.video.encode.Jpeg;
import sluice.video.image.Canvas;
import sluice.video.image.PictureCrop;
import sluice.video.image.Scaler;

/**
 * The best pictures of one run's objects. What is cut out of a picture is copied at once, and is
 * encoded on a thread of its own once it is asked for. Thread-safe.
 */
final class RunPictures implements ObjectPictures {
  private static final Logger LOG = LoggerFactory.getLogger(RunPictures.class);

  /** Crops that are not encoded yet, at most; the oldest goes for a newer one. */
  static final int MOST_CROPS = 64;

  /** Of width and height of the object, on each side. */
  private static final float BORDER = 0.1f;

  /** Of a crop, pixels. */
  static final int MOST_SIDE = 640;

  private final StreamScene scene;
  private final BestPictures kept;
  private final Map<Long, Crop> crops = new LinkedHashMap<>(); // the oldest first
  private @Nullable Scaler scaler;
  private @Nullable Long encoding;
  private boolean draining;
  private boolean failed;
  private boolean closed;

  /**
   * A copy out of a picture.
   *
   * @param canvas closed by whom takes the crop out of {@link #crops}
   * @param settled whether it is to be encoded
   */
  private record Crop(Canvas canvas, boolean settled) {}

  /**
   * No pictures yet.
   *
   * @param scene whose objects they are of
   * @param kept gets the JPEGs
   */
  RunPictures(StreamScene scene, BestPictures kept) {
    this.scene = scene;
    this.kept = kept;
  }

  /** A picture that can't be cut is said once. */
  @Override
  public synchronized void better(long object, Picture picture, Box box) {
    if (closed) {
      return;
    }
    try {
      Canvas cut = cut(PictureCrop.of(picture, withBorder(box)));
      Crop before = crops.remove(object);
      crops.put(object, new Crop(cut, before != null && before.settled()));
      if (before != null) {
        before.canvas().close();
      }
    } catch (RuntimeException e) {
      if (!failed) {
        LOG.warn("objects have no pictures: {}", Failures.reason(e));
      }
      failed = true;
    }
    if (crops.size() > MOST_CROPS) {
      Iterator<Crop> oldest = crops.values().iterator();
      oldest.next().canvas().close();
      oldest.remove();
    }
  }

  private static Box withBorder(Box box) {
    float across = BORDER * box.width();
    float down = BORDER * box.height();
    return new Box(box.xMin() - across, box.yMin() - down, box.xMax() + across, box.yMax() + down);
  }

  private Canvas cut(PictureCrop crop) {
    PixelSize size = crop.displaySize();
    double shrink = Math.min(1, (double) MOST_SIDE / Math.max(size.width(), size.height()));
    Canvas canvas = new Canvas(side(size.width() * shrink), side(size.height() * shrink));
    try {
      Scaler ready = scaler;
      if (ready == null) {
        ready = new Scaler(Scaler.Kernel.BILINEAR);
        scaler = ready;
      }
      ready.scale(
          crop,
          canvas.pixels(),
          canvas.stride(),
          ChannelOrder.BGR,
          0,
          0,
          canvas.width(),
          canvas.height());
      return canvas;
    } catch (RuntimeException | Error failure) {
      canvas.close();
      throw failure;
    }
  }

  private static int side(double exact) {
    return Math.max(1, (int) Math.round(exact));
  }

  @Override
  public synchronized void settle(long object) {
    Crop crop = crops.get(object);
    if (crop != null && !crop.settled()) {
      crops.put(object, new Crop(crop.canvas(), true));
      if (!draining) {
        draining = true;
        drainLater();
      }
    }
  }

  /** Once the service ends, what waits is given up. */
  private void drainLater() {
    try {
      kept.execute(this::drain);
    } catch (RejectedExecutionException ending) {
      giveUp(true);
    }
  }

  /** Encodes one, then lets those of other runs go first. */
  private void drain() {
    long object;
    synchronized (this) {
      @Nullable Long next = null;
      for (Map.Entry<Long, Crop> each : crops.entrySet()) {
        if (next == null && each.getValue().settled()) {
          next = each.getKey();
        }
      }
      if (next == null) {
        draining = false;
        return;
      }
      object = next;
    }
    encode(object);
    drainLater();
  }

  /** Encodes what is settled of an object; on the thread that encodes. */
  void encode(long object) {
    Crop crop;
    synchronized (this) {
      crop = crops.get(object);
      if (crop == null || !crop.settled()) {
        return;
      }
      crops.remove(object);
      encoding = object;
    }
    try (Canvas canvas = crop.canvas()) {
      kept.put(scene, object, Jpeg.encode(canvas));
    } catch (RuntimeException e) {
      LOG.warn("a picture of an object is lost: {}", Failures.reason(e));
    } finally {
      synchronized (this) {
        encoding = null;
      }
    }
  }

  /** Numbers of the objects whose pictures are being encoded, or wait for that. */
  synchronized Set<Long> pending() {
    Set<Long> result = new HashSet<>();
    crops.forEach(
        (object, crop) -> {
          if (crop.settled()) {
            result.add(object);
          }
        });
    if (encoding != null) {
      result.add(encoding);
    }
    return result;
  }

  @Override
  public synchronized void forget(long object) {
    Crop crop = crops.get(object);
    if (crop != null && !crop.settled()) {
      crops.remove(object);
      crop.canvas().close();
    }
  }

  /** Closing twice does nothing. What is settled is still encoded. */
  @Override
  public synchronized void close() {
    closed = true;
    giveUp(false);
    if (scaler != null) {
      scaler.close();
      scaler = null;
    }
  }

  private synchronized void giveUp(boolean settledToo) {
    crops
        .values()
        .removeIf(
            crop -> {
              boolean goes = settledToo || !crop.settled();
              if (goes) {
                crop.canvas().close();
              }
              return goes;
            });
  }
}
