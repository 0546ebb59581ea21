package sluice.http.cluster;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorSystem;
import org.jspecify.annotations.Nullable;
import sluice.core.LivePicture;
import sluice.core.LiveVideoViewer;
import sluice.core.LiveViewer;
import sluice.http.live.LivePictures;

/**
 * Live views of streams wherever they run: a viewer of pictures follows its stream from node to
 * node. Of another node's stream one connection for each width is made, for all who watch here; its
 * video comes by {@link ClusterVideos}. Thread-safe.
 */
final class ClusterPictures implements LivePictures, AutoCloseable {
  /** How long a viewer waits for its stream to come up somewhere, where it can be let go. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Duration ROUND = Duration.ofMillis(500);

  private final ActorSystem<?> system;
  private final ClusterPort port;
  private final NodeClient client;
  private final LivePictures own;
  private final ClusterVideos videos;
  private final Duration patience;
  private final Map<Key, NodePictures> far = new HashMap<>();
  private final Set<Following> viewers = new LinkedHashSet<>();
  private @Nullable Cancellable timer;
  private boolean closed;

  private record Key(String node, String stream, int width) {}

  /**
   * Pictures of all nodes.
   *
   * @param own those of the streams that this node runs
   * @param patience how long a viewer whose stream is nowhere is kept
   */
  ClusterPictures(
      ActorSystem<?> system,
      ClusterPort port,
      NodeClient client,
      LivePictures own,
      Duration patience) {
    this.system = system;
    this.port = port;
    this.client = client;
    this.own = own;
    this.videos = new ClusterVideos(system, port, client, own);
    this.patience = patience;
  }

  @Override
  public LiveViewer watch(String stream, int width, Runnable news) {
    Following viewer = new Following(stream, width, news);
    synchronized (this) {
      viewers.add(viewer);
      if (timer == null && !closed) {
        timer =
            system
                .scheduler()
                .scheduleWithFixedDelay(ROUND, ROUND, this::look, system.executionContext());
      }
    }
    viewer.follow();
    return viewer;
  }

  @Override
  public LiveVideoViewer video(String stream, Runnable news) {
    return videos.watch(stream, news);
  }

  private void look() {
    List<Following> all;
    synchronized (this) {
      all = List.copyOf(viewers);
      if (all.isEmpty() && timer != null) {
        timer.cancel();
        timer = null;
      }
    }
    for (Following viewer : all) {
      if (viewer.follow()) {
        viewer.news.run();
      }
    }
  }

  /** The connection to a node, made where there is none that works; empty where it is no member. */
  private synchronized Optional<NodePictures> far(Key key) {
    if (closed) {
      return Optional.empty();
    }
    NodePictures known = far.get(key);
    if (known != null && !known.isOver()) {
      return Optional.of(known);
    }
    Optional<ClusterView.Node> node =
        port.view().node(key.node()).filter(ClusterView.Node::reachable);
    node.ifPresent(
        to ->
            far.put(
                key,
                new NodePictures(
                    system, client, to, key.stream(), key.width(), () -> forget(key))));
    return Optional.ofNullable(node.isPresent() ? far.get(key) : null);
  }

  private synchronized void forget(Key key) {
    far.computeIfPresent(key, (same, pictures) -> pictures.isOver() ? null : pictures);
  }

  private synchronized void left(Following viewer) {
    viewers.remove(viewer);
  }

  @Override
  public void close() {
    List<Following> all;
    synchronized (this) {
      closed = true;
      all = List.copyOf(viewers);
      if (timer != null) {
        timer.cancel();
        timer = null;
      }
    }
    all.forEach(Following::close);
    videos.close();
  }

  /** A viewer that goes where its stream goes. */
  private final class Following implements LiveViewer {
    private final String stream;
    private final int width;
    private final Runnable news;
    private Optional<String> node = Optional.empty();
    private @Nullable LiveViewer here;
    private @Nullable NodePictures there;
    private long seenNanos = System.nanoTime();
    private boolean closed;

    Following(String stream, int width, Runnable news) {
      this.stream = stream;
      this.width = width;
      this.news = news;
    }

    /** Whether the pictures come from elsewhere now than before. */
    boolean follow() {
      String self = port.view().self();
      Optional<String> owner = port.placement(stream).node();
      LiveViewer before;
      synchronized (this) {
        NodePictures connection = there;
        boolean works =
            here != null && (connection == null || !connection.isOver()) && owner.equals(node);
        if (closed || works) {
          boolean comes = connection == null || connection.isConnected();
          seenNanos = works && comes ? System.nanoTime() : seenNanos;
          return false;
        }
        before = here;
        here = null;
        there = null;
        node = owner;
      }
      if (before != null) {
        before.close();
      }
      return owner.isPresent() && attach(owner.get(), owner.get().equals(self));
    }

    private boolean attach(String owner, boolean isHere) {
      NodePictures connection = isHere ? null : far(new Key(owner, stream, width)).orElse(null);
      LiveViewer viewer =
          isHere
              ? own.watch(stream, width, news)
              : connection == null ? null : connection.watch(news).orElse(null);
      if (viewer == null) {
        return false;
      }
      boolean late;
      synchronized (this) {
        late = closed || here != null;
        if (!late) {
          here = viewer;
          there = connection;
        }
      }
      if (late) {
        viewer.close();
      }
      return !late;
    }

    @Override
    public Optional<LivePicture> next() {
      LiveViewer current;
      synchronized (this) {
        current = here;
      }
      return current == null ? Optional.empty() : current.next();
    }

    @Override
    public synchronized boolean isOver() {
      return System.nanoTime() - seenNanos > patience.toNanos();
    }

    @Override
    public void close() {
      LiveViewer current;
      synchronized (this) {
        closed = true;
        current = here;
        here = null;
        there = null;
      }
      if (current != null) {
        current.close();
      }
      left(this);
    }
  }
}
