package sluice.http.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;
import sluice.core.LivePicture;
import sluice.core.LiveViewer;

/**
 * The live pictures of one stream in one width, from the node that has it: one connection for all
 * who watch here. The node sends two pictures ahead; each further one is asked for when a viewer
 * asks, so that a slow client holds the far node back and nothing old waits in buffers.
 * Thread-safe.
 */
final class NodePictures {
  private final String stream;
  private final Runnable empty;
  private final List<Viewer> viewers = new ArrayList<>();
  private final NodeSocket socket;
  private @Nullable LivePicture newest;
  private long pictures;
  private int owed;
  private boolean wanted;

  /**
   * Connects.
   *
   * @param empty called once nobody watches any more, or the connection is over
   */
  NodePictures(
      ActorSystem<?> system,
      NodeClient client,
      ClusterView.Node node,
      String stream,
      int width,
      Runnable empty) {
    this.stream = stream;
    this.empty = empty;
    socket =
        NodeSocket.open(
            system,
            client,
            node,
            Map.of("pictures", Map.of(stream, width)),
            new NodeSocket.Listener() {
              @Override
              public void message(NodeSocket from, ByteString bytes) {
                PictureMessage.read(bytes).ifPresent(picture -> come(picture));
              }

              @Override
              public void ended() {
                NodePictures.this.empty.run();
              }
            });
  }

  private void come(LivePicture picture) {
    List<Viewer> told;
    synchronized (this) {
      newest = picture;
      pictures++;
      owed++;
      wanted = false;
      told = List.copyOf(viewers);
    }
    told.forEach(viewer -> viewer.news.run());
  }

  /** Whether the far node is there and has let this one in. */
  boolean isConnected() {
    return socket.isConnected();
  }

  /** Whether the connection has ended, or could not be made. */
  boolean isOver() {
    return socket.isOver();
  }

  /** A further viewer; empty where the connection is over. */
  synchronized Optional<LiveViewer> watch(Runnable news) {
    if (socket.isOver()) {
      return Optional.empty();
    }
    Viewer viewer = new Viewer(news);
    viewers.add(viewer);
    return Optional.of(viewer);
  }

  private final class Viewer implements LiveViewer {
    private final Runnable news;
    private long had;

    Viewer(Runnable news) {
      this.news = news;
    }

    @Override
    public Optional<LivePicture> next() {
      int acknowledged;
      synchronized (NodePictures.this) {
        LivePicture picture = newest;
        if (picture != null && had != pictures) {
          had = pictures;
          return Optional.of(picture);
        }
        acknowledged = wanted ? 0 : owed;
        owed -= acknowledged;
        wanted = true;
      }
      for (int i = 0; i < acknowledged; i++) {
        socket.say(Map.of("type", "shown", "stream", stream));
      }
      return Optional.empty();
    }

    @Override
    public void close() {
      boolean last;
      synchronized (NodePictures.this) {
        last = viewers.remove(this) && viewers.isEmpty();
      }
      if (last) {
        socket.close();
      }
    }
  }
}
