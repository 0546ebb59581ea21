package sluice.http.cluster;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import sluice.http.routing.BadBodyException;
import sluice.http.routing.JsonBody;
import sluice.json.JsonText;

/**
 * The socket of live views of another node, as its clients have one: lets itself in, says what it
 * wants, and answers signs of life until one side ends it. Thread-safe.
 */
final class NodeSocket {
  private static final String PATH = "/api/v1/live";

  /** The far node gives a sign of life every 5 s. */
  private static final Duration SILENCE = Duration.ofSeconds(20);

  /** The far node takes a node for what it is. */
  private static final String NO_TICKET = "node";

  private static final Duration WHOLE = Duration.ofSeconds(5);
  private static final int MOST_BYTES = 8 << 20;

  /** More is never waiting: acknowledgments, and signs of life. */
  private static final int WORDS = 16;

  private final ActorSystem<?> system;
  private final Listener listener;
  private final BoundedSourceQueue<Message> words;
  private boolean welcome;
  private boolean over;
  private String reason = "gave no answer";

  /** Who hears what the far node says, one message after the other. Must not block or throw. */
  interface Listener {
    /** A picture, or a piece of video, with its header. */
    void message(NodeSocket from, ByteString bytes);

    /** The far node has no video. */
    default void noVideo(String why) {}

    /** The far node has given a sign of life, and what it didn't hear may be said again. */
    default void alive(NodeSocket from) {}

    /** It has ended, once. */
    void ended();
  }

  /** What a text of the far node says. */
  private static final class Words {
    private String type = "";
    private String reason = "";

    static Words read(String text) {
      Words result = new Words();
      try {
        JsonBody.members(
            text,
            (name, parser) -> {
              switch (name) {
                case "type" -> result.type = parser.getText();
                case "reason" -> result.reason = parser.getText();
                default -> parser.skipChildren();
              }
            });
      } catch (BadBodyException e) {
        result.type = ""; // not what a node of this build sends
      }
      return result;
    }
  }

  private NodeSocket(ActorSystem<?> system, Listener listener, BoundedSourceQueue<Message> words) {
    this.system = system;
    this.listener = listener;
    this.words = words;
  }

  /**
   * Connects.
   *
   * @param what what is wanted, beside events, of which none are
   */
  static NodeSocket open(
      ActorSystem<?> system,
      NodeClient client,
      ClusterView.Node node,
      Map<String, ?> what,
      Listener listener) {
    Pair<BoundedSourceQueue<Message>, Source<Message, NotUsed>> outgoing =
        Source.<Message>queue(WORDS).preMaterialize(system);
    NodeSocket result = new NodeSocket(system, listener, outgoing.first());
    result.say(Map.of("type", "hello", "ticket", NO_TICKET));
    Map<String, Object> watch = new LinkedHashMap<>(what);
    watch.put("type", "watch");
    watch.put("events", List.of());
    result.say(watch);
    client.socket(node, PATH, result.conversation(outgoing.second()));
    return result;
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
          done.whenComplete((end, failure) -> close());
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
    if (isOver()) {
      return;
    }
    if (!message.isText()) {
      listener.message(this, message.asBinaryMessage().getStrictData());
      return;
    }
    Words text = Words.read(message.asTextMessage().getStrictText());
    switch (text.type) {
      case "alive" -> {
        say(Map.of("type", "alive"));
        listener.alive(this);
      }
      case "welcome" -> {
        synchronized (this) {
          welcome = true;
          reason = "ended the connection";
        }
      }
      case "refused" -> {
        synchronized (this) {
          reason = "refused (" + text.reason + ")";
        }
        close();
      }
      case "no-video" -> listener.noVideo(text.reason);
      default -> {} // news of a later build
    }
  }

  /** Says something to the far node; lost where it takes nothing. */
  void say(Map<String, ?> message) {
    words.offer(TextMessage.create(JsonText.of(message)));
  }

  /** Whether the far node is there and has let this one in. */
  synchronized boolean isConnected() {
    return welcome && !over;
  }

  /** Whether it has ended, or could not be made. */
  synchronized boolean isOver() {
    return over;
  }

  /** What the far node did that it ended, for people. */
  synchronized String reason() {
    return reason;
  }

  /** Ends it, once. */
  void close() {
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
    listener.ended();
  }
}
