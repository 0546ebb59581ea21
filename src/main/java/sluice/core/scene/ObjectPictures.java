package sluice.core.scene;

import sluice.core.Box;
import sluice.core.Picture;

/**
 * The port that keeps the best picture of each object. Called on the stream's thread: it must not
 * block for long or throw.
 */
public interface ObjectPictures {
  /** Keeps none. */
  ObjectPictures NONE =
      new ObjectPictures() {
        @Override
        public void better(long object, Picture picture, Box box) {}

        @Override
        public void settle(long object) {}

        @Override
        public void forget(long object) {}

        @Override
        public void close() {}
      };

  /**
   * The best picture of an object so far: it takes the place of the one before.
   *
   * @param picture borrowed; what is kept of it must be copied
   * @param box where the object is
   */
  void better(long object, Picture picture, Box box);

  /** Now the best picture may be asked for: it is encoded. */
  void settle(long object);

  /**
   * The object has ended: its picture doesn't change any more, and is kept only where it was
   * settled.
   */
  void forget(long object);

  /** The session is over: what was not settled is given up. */
  void close();
}
