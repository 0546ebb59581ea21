package sluice.http.live;

import java.util.Optional;
import sluice.core.LivePicture;
import sluice.core.LiveVideoFeed;
import sluice.core.LiveVideoViewer;
import sluice.core.LiveViewer;

/**
 * The port of live views of streams: pictures that are drawn on demand, and video as their sources
 * send it. Thread-safe.
 */
@FunctionalInterface
public interface LivePictures {

  /**
   * Watches a stream, which need not be there yet.
   *
   * @param width one of {@link LivePicture#WIDTHS}
   * @param news called on some thread when {@link LiveViewer#next} is worth a call; must return at
   *     once and not throw; may be called once too often
   */
  LiveViewer watch(String stream, int width, Runnable news);

  /**
   * Watches a stream's video, which need not be there yet.
   *
   * @param news called on some thread when {@link LiveVideoViewer#next} is worth a call; must
   *     return at once and not throw; may be called once too often
   */
  default LiveVideoViewer video(String stream, Runnable news) {
    return LiveVideoViewer.ofNone(stream, "this server sends pictures only");
  }

  /**
   * Takes a stream's video from another node, for those who watch it here. Empty where this node
   * runs the stream itself, or nobody watches.
   */
  default Optional<LiveVideoFeed> feed(String stream) {
    return Optional.empty();
  }
}
