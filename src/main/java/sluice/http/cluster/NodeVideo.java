package sluice.http.cluster;

import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.util.ByteString;
import sluice.core.LiveVideo;
import sluice.core.LiveVideoFeed;

/**
 * The live video of one stream from the node that has it: one connection for all who watch here.
 * What comes is handed on and acknowledged at once; who watches here too slowly loses groups of
 * pictures here, and over a connection that is too slow they are lost at the far node. So nothing
 * old waits, and nothing piles up. Thread-safe.
 */
final class NodeVideo {
  private final NodeSocket socket;

  private NodeVideo(NodeSocket socket) {
    this.socket = socket;
  }

  /**
   * Connects.
   *
   * @param feed gets the video; stays the caller's to close
   * @param ended called once, when the connection is over
   */
  static NodeVideo open(
      ActorSystem<?> system,
      NodeClient client,
      ClusterView.Node node,
      String stream,
      LiveVideoFeed feed,
      Runnable ended) {
    Receiver receiver = new Receiver(stream, feed, ended);
    NodeSocket socket =
        NodeSocket.open(
            system,
            client,
            node,
            Map.of("pictures", Map.of(), "videos", List.of(stream)),
            receiver);
    return new NodeVideo(socket);
  }

  private static final class Receiver implements NodeSocket.Listener {
    private static final long NONE = -1;

    private final String stream;
    private final LiveVideoFeed feed;
    private final Runnable ended;
    private long last = NONE;

    Receiver(String stream, LiveVideoFeed feed, Runnable ended) {
      this.stream = stream;
      this.feed = feed;
      this.ended = ended;
    }

    @Override
    public void message(NodeSocket from, ByteString bytes) {
      VideoMessage.read(bytes).ifPresent(video -> come(from, video));
    }

    private void come(NodeSocket from, LiveVideo video) {
      feed.add(video);
      if (video instanceof LiveVideo.Fragment fragment) {
        last = fragment.number();
        acknowledge(from);
      }
    }

    private void acknowledge(NodeSocket to) {
      to.say(Map.of("type", "taken", "stream", stream, "number", last));
    }

    @Override
    public void noVideo(String why) {
      feed.add(new LiveVideo.Unavailable(stream, why));
    }

    /** An acknowledgement that was lost would leave the far node waiting. */
    @Override
    public void alive(NodeSocket from) {
      if (last != NONE) {
        acknowledge(from);
      }
    }

    @Override
    public void ended() {
      ended.run();
    }
  }

  /** Whether the connection has ended, or could not be made. */
  boolean isOver() {
    return socket.isOver();
  }

  /** What the far node did that it ended, for people. */
  String reason() {
    return socket.reason();
  }

  /** Ends it, once. */
  void close() {
    socket.close();
  }
}
