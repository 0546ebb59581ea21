package sluice.core.scene;

/**
 * Listener to what happens in a scene. Called on the stream's thread: it must not block or throw.
 */
@FunctionalInterface
public interface SceneListener {
  /** A listener that does nothing. */
  SceneListener NONE = event -> {};

  /** Something happened; events come in their order. */
  void happened(SceneEvent event);
}
