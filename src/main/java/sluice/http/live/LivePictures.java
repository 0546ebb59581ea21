package sluice.http.live;

import sluice.core.LivePicture;
import sluice.core.LiveViewer;

/** The port of live pictures of streams, drawn on demand. Thread-safe. */
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
}
