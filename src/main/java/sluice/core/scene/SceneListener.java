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

  /**
   * The same, with a way to the best picture of the object that it tells of.
   *
   * @param picture asked for only where it is wanted
   */
  default void happened(SceneEvent event, EventPicture picture) {
    happened(event);
  }

  /**
   * What is watched from here on; before the first event of a session, and with each change.
   *
   * @param settings they may also ask for nothing
   */
  default void watching(SceneSettings settings) {}

  /**
   * The objects of a frame were followed.
   *
   * @param nanos how long that took
   */
  default void followed(long nanos) {}

  /** A listener that tells this one, then another. */
  default SceneListener and(SceneListener other) {
    SceneListener first = this;
    return new SceneListener() {
      @Override
      public void happened(SceneEvent event) {
        first.happened(event);
        other.happened(event);
      }

      @Override
      public void happened(SceneEvent event, EventPicture picture) {
        first.happened(event, picture);
        other.happened(event, picture);
      }

      @Override
      public void watching(SceneSettings settings) {
        first.watching(settings);
        other.watching(settings);
      }

      @Override
      public void followed(long nanos) {
        first.followed(nanos);
        other.followed(nanos);
      }
    };
  }
}
