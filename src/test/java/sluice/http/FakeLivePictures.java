package sluice.http;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import sluice.core.LivePicture;
import sluice.core.LiveVideoFeed;
import sluice.core.LiveVideoViewer;
import sluice.core.LiveViewer;
import sluice.http.live.LivePictures;
import sluice.live.LiveVideos;

/** Fake live pictures, which a test provides, and real videos of what a test feeds. */
public final class FakeLivePictures implements LivePictures {
  private static final Executor VIRTUAL = task -> Thread.ofVirtual().start(task);

  private final Map<String, LivePicture> newest = new ConcurrentHashMap<>();
  public final List<FakeWatch> watches = new CopyOnWriteArrayList<>();

  public final LiveVideos videos = new LiveVideos(VIRTUAL, InstantSource.system());

  /** A picture of a stream comes, which has but a few bytes. */
  public void come(String stream, long number) {
    come(picture(stream, number, ("JPEG " + number).getBytes(StandardCharsets.US_ASCII)));
  }

  /** A picture of a stream comes. */
  void come(LivePicture picture) {
    String stream = picture.stream();
    newest.put(stream, picture);
    watches.stream().filter(watch -> watch.stream.equals(stream)).forEach(FakeWatch::tell);
  }

  static LivePicture picture(String stream, long number, byte[] jpeg) {
    return new LivePicture(stream, number, Instant.parse("2026-01-01T00:00:00Z"), 4, 3, jpeg);
  }

  @Override
  public LiveViewer watch(String stream, int width, Runnable news) {
    FakeWatch watch = new FakeWatch(stream, width, news);
    watches.add(watch);
    return watch;
  }

  @Override
  public LiveVideoViewer video(String stream, Runnable news) {
    return videos.watch(stream, news);
  }

  @Override
  public Optional<LiveVideoFeed> feed(String stream) {
    return videos.feed(stream);
  }

  /** One who watches until it is closed, and how often it asked. */
  public final class FakeWatch implements LiveViewer {
    public final String stream;
    public final int width;
    private final Runnable news;
    private long had = -1;
    private volatile int asked;

    private FakeWatch(String stream, int width, Runnable news) {
      this.stream = stream;
      this.width = width;
      this.news = news;
    }

    private void tell() {
      news.run();
    }

    public int asked() {
      return asked;
    }

    @Override
    public synchronized Optional<LivePicture> next() {
      asked++;
      LivePicture picture = newest.get(stream);
      if (picture == null || picture.number() == had) {
        return Optional.empty();
      }
      had = picture.number();
      return Optional.of(picture);
    }

    @Override
    public void close() {
      watches.remove(this);
    }
  }
}
