package sluice.app.service;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import sluice.core.scene.ObjectPictures;
import sluice.core.scene.SceneListener;
import sluice.core.scene.SceneMemory;

/** The scenes of the service's streams, which outlive their runs. Thread-safe. */
final class StreamScenes {
  private final Map<String, SceneMemory> memories = new ConcurrentHashMap<>();

  /** For a run of a stream. */
  StreamScene forRun(String stream) {
    return new StreamScene(
        memories.computeIfAbsent(stream, _ -> new SceneMemory()),
        SceneListener.NONE,
        ObjectPictures.NONE);
  }
}
