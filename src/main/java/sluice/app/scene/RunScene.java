package sluice.app.scene;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.LongFunction;
import sluice.core.scene.EventPicture;
import sluice.core.scene.ObjectPictures;
import sluice.core.scene.ObjectReport;
import sluice.core.scene.SceneEvent;
import sluice.core.scene.SceneListener;
import sluice.core.scene.SceneMemory;
import sluice.core.scene.SceneSettings;

/**
 * The scene of a stream's run. What happens goes into the stream's registry and to a listener. Once
 * it is closed, nothing that the run still tells is heard. Thread-safe.
 */
public final class RunScene implements SceneListener, AutoCloseable {
  private final StreamScene stream;
  private final SceneListener next;
  private final ObjectPictures pictures;
  private final LongFunction<CompletionStage<Optional<byte[]>>> best;
  private Set<String> zones = Set.of();
  private long time;
  private boolean closed;

  /**
   * A run in which nothing has happened.
   *
   * @param stream what outlives the run; its monitor guards this
   * @param next told what happens
   * @param pictures keeps the best pictures of the run's objects; closed with it
   * @param best the best picture of an object so far, by its number, as JPEG
   */
  RunScene(
      StreamScene stream,
      SceneListener next,
      ObjectPictures pictures,
      LongFunction<CompletionStage<Optional<byte[]>>> best) {
    this.best = best;
    this.stream = stream;
    this.next = next;
    this.pictures = pictures;
  }

  /** Numbers of objects and counts of lines, which outlive the run. */
  public SceneMemory memory() {
    return stream.memory();
  }

  /** Keeps the best pictures of the run's objects; closed with it. */
  public ObjectPictures pictures() {
    return pictures;
  }

  @Override
  public void happened(SceneEvent event) {
    synchronized (stream) {
      boolean unwatched =
          event instanceof SceneEvent.OccupancyChanged change && !zones.contains(change.zone());
      if (!closed && !unwatched) {
        tell(event);
      }
    }
  }

  private void tell(SceneEvent event) {
    time = event.timestampNanos();
    stream.objects().happened(event);
    next.happened(event, pictureOf(event));
  }

  private EventPicture pictureOf(SceneEvent event) {
    return switch (event) {
      case SceneEvent.ObjectChanged change -> () -> best.apply(change.object().id());
      case SceneEvent.LineCrossed crossed -> () -> best.apply(crossed.object().id());
      case SceneEvent.ZoneChanged change -> () -> best.apply(change.object().id());
      case SceneEvent.OccupancyChanged _ -> EventPicture.NONE;
      case SceneEvent.EventChanged change ->
          change
              .event()
              .object()
              .<EventPicture>map(object -> () -> best.apply(object))
              .orElse(EventPicture.NONE);
    };
  }

  /** What was counted of lines that are gone is forgotten, and who was in zones that are gone. */
  @Override
  public void watching(SceneSettings settings) {
    synchronized (stream) {
      if (closed) {
        return;
      }
      memory().counts().keepOnly(settings.lines().keySet());
      zones = settings.isTracked() ? settings.zones().keySet() : Set.of();
      stream.objects().occupied().stream()
          .filter(zone -> !zones.contains(zone))
          .forEach(this::tellEmpty);
      next.watching(settings);
    }
  }

  @Override
  public void followed(long nanos) {
    next.followed(nanos);
  }

  private void tellEmpty(String zone) {
    tell(new SceneEvent.OccupancyChanged(time, stream.clock().instant(), zone, Map.of(), 0, false));
  }

  /**
   * The run has ended, or was given up: what it has not ended itself ends, zones are empty, and
   * pictures that were not asked for are given up. Closing twice does nothing.
   */
  @Override
  public void close() {
    synchronized (stream) {
      if (closed) {
        return;
      }
      for (ObjectReport object : stream.objects().now()) {
        tell(
            new SceneEvent.ObjectChanged(
                time,
                stream.clock().instant(),
                SceneEvent.ObjectPhase.END,
                object,
                Optional.of(SceneEvent.EndReason.STREAM)));
      }
      stream.objects().occupied().forEach(this::tellEmpty);
      closed = true;
    }
    pictures.close();
  }
}
