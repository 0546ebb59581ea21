package sluice.app.scene;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The best pictures of objects of all streams, as JPEG, and the thread that encodes them. Where
 * they would be too many, those that were encoded first go. Thread-safe.
 */
final class BestPictures implements AutoCloseable {
  /** All JPEGs of the service together, bytes. */
  static final long MOST_BYTES = 64L << 20;

  private static final Duration LAST_PICTURES = Duration.ofSeconds(2);

  private final long most;
  private final Map<Key, byte[]> jpegs = new LinkedHashMap<>();
  private long bytes;

  /** Its queue is bounded by its users: each run has one task in it, each request another. */
  private final ThreadPoolExecutor encoder =
      new ThreadPoolExecutor(
          1,
          1,
          1,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          Thread.ofPlatform().daemon().name("sluice-object-pictures").factory());

  /** An object; scenes are told apart by identity, as one may come under another one's name. */
  private record Key(StreamScene scene, long object) {}

  /**
   * No pictures yet.
   *
   * @param most bytes of all JPEGs together
   */
  BestPictures(long most) {
    this.most = most;
    encoder.allowCoreThreadTimeOut(true);
  }

  /**
   * Does something on the thread that encodes.
   *
   * @throws java.util.concurrent.RejectedExecutionException after {@link #close}
   */
  void execute(Runnable task) {
    encoder.execute(task);
  }

  /** Keeps a picture in the place of the one before; not of a scene that is gone. */
  synchronized void put(StreamScene scene, long object, byte[] jpeg) {
    remove(scene, object);
    if (scene.isForgotten() || jpeg.length > most) {
      return;
    }
    while (bytes + jpeg.length > most) {
      Key oldest = jpegs.keySet().iterator().next();
      remove(oldest.scene(), oldest.object());
    }
    jpegs.put(new Key(scene, object), jpeg);
    bytes += jpeg.length;
  }

  synchronized Optional<byte[]> get(StreamScene scene, long object) {
    return Optional.ofNullable(jpegs.get(new Key(scene, object)));
  }

  /** Numbers of a stream's objects of which there is a picture. */
  synchronized Set<Long> of(StreamScene scene) {
    Set<Long> result = new HashSet<>();
    jpegs.keySet().stream()
        .filter(key -> key.scene() == scene)
        .forEach(key -> result.add(key.object()));
    return result;
  }

  /** The picture of an object is not needed any more. */
  synchronized void remove(StreamScene scene, long object) {
    byte[] jpeg = jpegs.remove(new Key(scene, object));
    if (jpeg != null) {
      bytes -= jpeg.length;
    }
  }

  /** The pictures of a stream are not needed any more; none comes once it is forgotten. */
  synchronized void remove(StreamScene scene) {
    of(scene).forEach(object -> remove(scene, object));
  }

  /** Bytes of all JPEGs. */
  synchronized long bytes() {
    return bytes;
  }

  /** Encodes nothing any more; what waits is given up. */
  @Override
  public void close() {
    encoder.shutdown();
    try {
      var _ = encoder.awaitTermination(LAST_PICTURES.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
