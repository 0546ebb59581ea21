package sluice.core;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A viewer of the live video of a stream. Thread-safe; returns at once. */
public interface LiveVideoViewer extends AutoCloseable {

  /**
   * What comes next. Empty: nothing does yet, and the viewer is notified once something is there. A
   * viewer that isn't called for long loses whole groups of pictures, from one key frame to the
   * next.
   */
  Optional<LiveVideo> next();

  /** Is notified no more, and nothing is kept for it. Closing twice does nothing. */
  @Override
  void close();

  /**
   * A viewer of a stream that has no video, who is told so.
   *
   * @param reason why, for people
   */
  static LiveVideoViewer ofNone(String stream, String reason) {
    AtomicBoolean told = new AtomicBoolean();
    return new LiveVideoViewer() {
      @Override
      public Optional<LiveVideo> next() {
        return told.getAndSet(true)
            ? Optional.empty()
            : Optional.of(new LiveVideo.Unavailable(stream, reason));
      }

      @Override
      public void close() {
        told.set(true);
      }
    };
  }
}
