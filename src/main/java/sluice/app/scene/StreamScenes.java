package sluice.app.scene;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import sluice.core.Direction;
import sluice.core.scene.SceneListener;
import sluice.http.api.ScenePort;

/** The scenes of the service's streams, which outlive their runs. Thread-safe. */
public final class StreamScenes implements ScenePort, AutoCloseable {
  private final InstantSource clock;
  private final Function<String, SceneListener> listeners;
  private final BestPictures pictures = new BestPictures(BestPictures.MOST_BYTES);
  private final Map<String, StreamScene> streams = new ConcurrentHashMap<>();

  /**
   * Scenes of no stream yet.
   *
   * @param clock date and time
   * @param listeners told what happens on a stream, by its id
   */
  public StreamScenes(InstantSource clock, Function<String, SceneListener> listeners) {
    this.clock = clock;
    this.listeners = listeners;
  }

  /** Begins a run of a stream; its creator closes it. */
  public RunScene forRun(String stream) {
    return of(stream).begin(listeners.apply(stream));
  }

  private StreamScene of(String stream) {
    return streams.computeIfAbsent(stream, _ -> new StreamScene(clock, pictures));
  }

  /** A stream was removed: one that comes under its name has another scene. */
  public void forget(String stream) {
    StreamScene scene = streams.remove(stream);
    if (scene != null) {
      scene.forget();
    }
  }

  /** Lets streams go on with counts. */
  void restore(KeptCounts counts) {
    counts.streams().forEach((stream, lines) -> of(stream).memory().counts().restore(lines));
  }

  /** Counts of all streams; a copy. */
  KeptCounts counts() {
    Map<String, Map<String, Map<Direction, Map<String, Long>>>> result = new TreeMap<>();
    streams.forEach(
        (stream, scene) -> {
          Map<String, Map<Direction, Map<String, Long>>> lines = scene.memory().counts().all();
          if (!lines.isEmpty()) {
            result.put(stream, lines);
          }
        });
    return new KeptCounts(result);
  }

  /** Forgets all streams but these. */
  public void keepOnly(Set<String> ids) {
    streams.keySet().stream().filter(id -> !ids.contains(id)).forEach(this::forget);
  }

  @Override
  public Objects objects(String stream) {
    StreamScene scene = streams.get(stream);
    return scene == null ? Objects.NONE : scene.listed();
  }

  @Override
  public CompletionStage<Optional<byte[]>> picture(String stream, long object) {
    StreamScene scene = streams.get(stream);
    RunPictures taken = scene == null ? null : scene.pictures();
    if (scene == null) {
      return CompletableFuture.completedStage(Optional.empty());
    }
    return taken == null
        ? CompletableFuture.completedStage(pictures.get(scene, object))
        : scene.picture(taken, object);
  }

  @Override
  public Map<String, Map<Direction, Map<String, Long>>> crossings(String stream) {
    StreamScene scene = streams.get(stream);
    return scene == null ? Map.of() : scene.memory().counts().all();
  }

  @Override
  public Map<String, Occupancy> occupancy(String stream) {
    StreamScene scene = streams.get(stream);
    return scene == null ? Map.of() : scene.objects().occupancy();
  }

  @Override
  public void reset(String stream, Optional<String> line) {
    StreamScene scene = streams.get(stream);
    if (scene != null) {
      line.ifPresentOrElse(scene.memory().counts()::reset, scene.memory().counts()::reset);
    }
  }

  /** Ends all runs' scenes, whether the runs have ended or not; no picture is encoded any more. */
  @Override
  public void close() {
    streams.values().forEach(StreamScene::end);
    pictures.close();
  }
}
