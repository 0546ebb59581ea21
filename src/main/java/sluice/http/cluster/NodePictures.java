package sluice.http.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.ws.BinaryMessage;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.http.javadsl.model.ws.TextMessage;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.BoundedSourceQueue;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;
import sluice.core.LivePicture;
import sluice.core.LiveViewer;
import sluice.json.JsonText;

/**
 * The live pictures of one stream in one width, from the node that has it: one connection for all
 * who watch here. The node sends two pictures ahead; each further one is asked for when a viewer
 * asks, so that a slow client holds the far node back and nothing old waits in buffers.
 * Thread-safe.
 */
final class NodePictures {
  private static final String PATH = "/api/v1/live";

  /** The far node gives a sign of life every 5 s. */
  private static final Duration SILENCE = Duration.ofSeconds(20);

  /** The far node takes a node for what it is. */
  private static final String NO_TICKET = "node";

  private static final Duration WHOLE = Duration.ofSeconds(5);
  private static final int MOST_BYTES = 8 << 20;

  /** More is never waiting: two acknowledgments, and signs of life. */
  private static final int WORDS = 16;

  private final ActorSystem<?> system;
  private final String stream;
  private final Runnable empty;
  private final List<Viewer> viewers = new ArrayList<>();
  private final BoundedSourceQueue<Message> words;
  private @Nullable LivePicture newest;
  private long pictures;
  private int owed;
  private boolean wanted;
  private boolean welcome;
  private boolean over;

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
    this.system = system;
    this.stream = stream;
    this.empty = empty;
    Pair<BoundedSourceQueue<Message>, Source<Message, NotUsed>> outgoing =
        Source.<Message>queue(WORDS).preMaterialize(system);
    words = outgoing.first();
    say(Map.of("type", "hello", "ticket", NO_TICKET));
    say(Map.of("type", "watch", "pictures", Map.of(stream, width), "events", List.of()));
    client.socket(node, PATH, conversation(outgoing.second()));
  }

  private Flow<Message, Message, NotUsed> conversation(Source<Message, NotUsed> outgoing) {
    Sink<Message, CompletionStage<Done>> heard =
        Flow.<Message>create()
            .idleTimeout(SILENCE)
            .mapAsync(1, this::whole)
            .toMat(Sink.foreach(this::hear), Keep.right());
    return Flow.fromSinkAndSourceCoupledMat(
        heard,
        outgoing,
        (done, notUsed) -> {
          done.whenComplete((end, failure) -> end());
          return NotUsed.getInstance();
        });
  }

  private CompletionStage<Message> whole(Message message) {
    if (message.isStrict()) {
      return CompletableFuture.completedStage(message);
    }
    if (message.isText()) {
      return message
          .asTextMessage()
          .toStrict(WHOLE.toMillis(), Materializer.matFromSystem(system))
          .thenApply(strict -> (Message) strict);
    }
    return message
        .asBinaryMessage()
        .getStreamedData()
        .completionTimeout(WHOLE)
        .limitWeighted(MOST_BYTES, part -> (long) part.size())
        .runFold(ByteString.createBuilder(), (all, part) -> all.append(part), system)
        .thenApply(all -> (Message) BinaryMessage.create(all.result()));
  }

  private void hear(Message message) {
    if (message.isText()) {
      String text = message.asTextMessage().getStrictText();
      if (text.contains("\"type\":\"alive\"")) {
        say(Map.of("type", "alive"));
      } else if (text.contains("\"type\":\"welcome\"")) {
        synchronized (this) {
          welcome = true;
        }
      } else if (text.contains("\"type\":\"refused\"")) {
        end();
      }
      return;
    }
    PictureMessage.read(message.asBinaryMessage().getStrictData()).ifPresent(this::come);
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

  private void say(Map<String, ?> message) {
    words.offer(TextMessage.create(JsonText.of(message)));
  }

  /** Whether the far node is there and has let this one in. */
  synchronized boolean isConnected() {
    return welcome && !over;
  }

  /** Whether the connection has ended, or could not be made. */
  synchronized boolean isOver() {
    return over;
  }

  /** A further viewer; empty where the connection is over. */
  synchronized Optional<LiveViewer> watch(Runnable news) {
    if (over) {
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
        say(Map.of("type", "shown", "stream", stream));
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
        end();
      }
    }
  }

  private void end() {
    synchronized (this) {
      if (over) {
        return;
      }
      over = true;
    }
    try {
      words.complete();
    } catch (IllegalStateException endedMeanwhile) {
      // The other side was first.
    }
    empty.run();
  }
}
