package sluice.http.cluster;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorSystem;
import org.jspecify.annotations.Nullable;
import sluice.core.LiveVideo;
import sluice.core.LiveVideoFeed;
import sluice.core.LiveVideoViewer;
import sluice.http.live.LivePictures;

/**
 * Live video of streams wherever they run. Whoever watches does so at this node; what another node
 * runs is fetched from there, by one connection a stream for all who watch here, which follows the
 * stream from node to node and is gone with the last of them. Thread-safe.
 */
final class ClusterVideos implements AutoCloseable {
  private static final Duration ROUND = Duration.ofMillis(500);

  private final ActorSystem<?> system;
  private final ClusterPort port;
  private final NodeClient client;
  private final LivePictures own;
  private final Map<String, Relay> relays = new HashMap<>();
  private @Nullable Cancellable timer;
  private boolean closed;

  /**
   * Videos of all nodes.
   *
   * @param own those of this node, which take what other nodes send, too
   */
  ClusterVideos(ActorSystem<?> system, ClusterPort port, NodeClient client, LivePictures own) {
    this.system = system;
    this.port = port;
    this.client = client;
    this.own = own;
  }

  /** As {@link LivePictures#video}. */
  LiveVideoViewer watch(String stream, Runnable news) {
    Watching viewer;
    synchronized (this) {
      Relay relay = relays.computeIfAbsent(stream, Relay::new);
      viewer = new Watching(relay, own.video(stream, news));
      relay.watchers++;
      if (timer == null && !closed) {
        timer =
            system
                .scheduler()
                .scheduleWithFixedDelay(ROUND, ROUND, this::look, system.executionContext());
      }
    }
    viewer.relay.follow(true);
    return viewer;
  }

  private void look() {
    List<Relay> all;
    synchronized (this) {
      all = List.copyOf(relays.values());
      if (all.isEmpty() && timer != null) {
        timer.cancel();
        timer = null;
      }
    }
    all.forEach(relay -> relay.follow(true));
  }

  private synchronized void left(Watching viewer) {
    viewer.here.close();
    Relay relay = viewer.relay;
    relay.watchers--;
    if (relay.watchers == 0) {
      relays.remove(relay.stream, relay);
      relay.drop();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
    relays.values().forEach(Relay::drop);
  }

  /** One who watches here. */
  private final class Watching implements LiveVideoViewer {
    private final Relay relay;
    private final LiveVideoViewer here;
    private boolean gone;

    Watching(Relay relay, LiveVideoViewer here) {
      this.relay = relay;
      this.here = here;
    }

    @Override
    public Optional<LiveVideo> next() {
      return here.next();
    }

    @Override
    public void close() {
      synchronized (ClusterVideos.this) {
        if (!gone) {
          gone = true;
          left(this);
        }
      }
    }
  }

  /** A stream that is watched here. Guarded by all videos; what it hears of, it tells without. */
  private final class Relay {
    private final String stream;
    private int watchers;

    /** The node that it comes from; empty where that is this one, or none. */
    private Optional<String> node = Optional.empty();

    private @Nullable LiveVideoFeed feed;
    private @Nullable NodeVideo connection;

    Relay(String stream) {
      this.stream = stream;
    }

    /**
     * Goes where the stream is, and says so where it can't be had from there.
     *
     * @param connects whether a connection that has ended is made again now: once a round at most
     */
    void follow(boolean connects) {
      LiveVideoFeed to;
      Optional<String> obstacle;
      synchronized (ClusterVideos.this) {
        obstacle = followed(connects);
        to = feed;
      }
      if (to != null && obstacle.isPresent()) {
        to.add(new LiveVideo.Unavailable(stream, obstacle.get()));
      }
    }

    private Optional<String> followed(boolean connects) {
      if (closed || watchers == 0) {
        return Optional.empty();
      }
      ClusterView view = port.view();
      Optional<String> owner =
          port.placement(stream).node().filter(name -> !name.equals(view.self()));
      if (!owner.equals(node)) {
        drop();
        node = owner;
      }
      return owner.flatMap(name -> from(name, view.node(name), connects));
    }

    /** Why it doesn't come from that node now; empty where it does, or is tried first. */
    private Optional<String> from(String name, Optional<ClusterView.Node> known, boolean connects) {
      if (feed == null) {
        feed = own.feed(stream).orElse(null);
      }
      LiveVideoFeed to = feed;
      if (to == null) {
        return Optional.empty(); // this node's own source is about to end
      }
      Optional<ClusterView.Node> reachable = known.filter(ClusterView.Node::reachable);
      if (reachable.isEmpty()) {
        disconnect();
        return Optional.of(obstacle(name, "is not reachable"));
      }
      NodeVideo before = connection;
      if (before != null && !before.isOver()) {
        return Optional.empty();
      }
      if (connects) {
        connection = open(reachable.get(), to);
      }
      return Optional.ofNullable(before).map(ended -> obstacle(name, ended.reason()));
    }

    private NodeVideo open(ClusterView.Node from, LiveVideoFeed to) {
      return NodeVideo.open(
          system,
          client,
          from,
          stream,
          to,
          () -> system.executionContext().execute(() -> follow(false)));
    }

    private static String obstacle(String name, String what) {
      return "the stream runs on node %s, which %s".formatted(name, what);
    }

    private void disconnect() {
      NodeVideo known = connection;
      connection = null;
      if (known != null) {
        known.close();
      }
    }

    /** Takes nothing from another node any more. */
    void drop() {
      disconnect();
      LiveVideoFeed known = feed;
      feed = null;
      node = Optional.empty();
      if (known != null) {
        known.close();
      }
    }
  }
}
