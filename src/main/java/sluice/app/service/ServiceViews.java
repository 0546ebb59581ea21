package sluice.app.service;

import java.util.Optional;
import sluice.app.page.StreamPictures;
import sluice.core.LiveVideoFeed;
import sluice.core.LiveVideoViewer;
import sluice.core.LiveViewer;
import sluice.http.live.LivePictures;
import sluice.live.LiveVideos;

/**
 * Live views of the service's streams. Thread-safe.
 *
 * @param pictures drawn on demand
 * @param videos as sources send them
 */
record ServiceViews(StreamPictures pictures, LiveVideos videos) implements LivePictures {
  @Override
  public LiveViewer watch(String stream, int width, Runnable news) {
    return pictures.watch(stream, width, news);
  }

  @Override
  public LiveVideoViewer video(String stream, Runnable news) {
    return videos.watch(stream, news);
  }

  @Override
  public Optional<LiveVideoFeed> feed(String stream) {
    return videos.feed(stream);
  }
}
