package sluice.http.cluster;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorSystem;
import org.jspecify.annotations.Nullable;
import sluice.json.JsonText;
import sluice.telemetry.EventLog;

/**
 * The events of all nodes in one log, each with its node. The other nodes are asked while somebody
 * watches, and for {@link #LINGER} after that, so that a client that reconnects misses nothing.
 * Thread-safe.
 */
final class ClusterEvents implements AutoCloseable {
  /** How long the other nodes are listened to without anybody who watches. */
  static final Duration LINGER = Duration.ofMinutes(1);

  private static final Duration ROUND = Duration.ofSeconds(1);

  /** A stream that moves is gone at one node and comes at another. */
  private static final Duration GONE = Duration.ofSeconds(5);

  private static final String REMOVED = "removed";
  private static final JsonFactory FACTORY = new JsonFactory();

  private final ActorSystem<?> system;
  private final ClusterPort port;
  private final NodeClient client;
  private final EventLog own;
  private final Predicate<String> isStream;
  private final EventLog merged;
  private final Consumer<EventLog.Event> listener = this::ofThisNode;
  private final Map<String, NodeEvents> others = new HashMap<>();
  private @Nullable Cancellable timer;
  private long heardNanos;
  private boolean closed;

  /**
   * A log of all nodes' events; nobody is asked yet.
   *
   * @param own this node's events
   * @param isStream whether there is a stream of that name, wherever it runs
   */
  ClusterEvents(
      ActorSystem<?> system,
      ClusterPort port,
      NodeClient client,
      EventLog own,
      Predicate<String> isStream,
      InstantSource clock) {
    this.system = system;
    this.port = port;
    this.client = client;
    this.own = own;
    this.isStream = isStream;
    this.merged = new EventLog(clock);
  }

  EventLog log() {
    return merged;
  }

  /** Begins to listen to all nodes, where that isn't done already: somebody comes to watch. */
  void begin() {
    synchronized (this) {
      heardNanos = System.nanoTime();
      if (closed || timer != null) {
        return;
      }
      merged.forget();
      own.listen(listener);
      timer =
          system
              .scheduler()
              .scheduleWithFixedDelay(ROUND, ROUND, this::look, system.executionContext());
    }
    look();
  }

  private void look() {
    boolean heard = merged.isHeard();
    synchronized (this) {
      if (timer == null) {
        return;
      }
      long now = System.nanoTime();
      if (heard) {
        heardNanos = now;
      } else if (now - heardNanos > LINGER.toNanos()) {
        end();
        return;
      }
      List<ClusterView.Node> nodes = port.view().others();
      Set<String> gone = new HashSet<>(others.keySet());
      for (ClusterView.Node node : nodes) {
        gone.remove(node.name());
        others
            .computeIfAbsent(
                node.name(), name -> new NodeEvents(system, client, name, this::ofOther))
            .connect(node);
      }
      gone.forEach(
          name -> {
            NodeEvents left = others.remove(name);
            if (left != null) {
              left.close();
            }
          });
    }
  }

  private void ofThisNode(EventLog.Event event) {
    publish(port.view().self(), event.stream(), event.type(), event.data());
  }

  private void ofOther(String node, ServerSentEvents.Event event) {
    publish(node, stream(event.data()), event.type(), event.data());
  }

  private void publish(String node, String stream, String type, String data) {
    String whole =
        JsonMembers.joined(JsonText.of(Map.of("node", node)), data.isEmpty() ? "{}" : data).text();
    if (type.equals(REMOVED) && isStream.test(stream)) {
      system
          .scheduler()
          .scheduleOnce(
              GONE,
              () -> {
                if (!isStream.test(stream)) {
                  merged.publish(stream, type, whole);
                }
              },
              system.executionContext());
    } else {
      merged.publish(stream, type, whole);
    }
  }

  /** The stream that an event names; none where it is about no stream. */
  private static String stream(String data) {
    try (JsonParser parser = FACTORY.createParser(data)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean found = parser.currentName().equals("stream");
        if (parser.nextToken() == JsonToken.VALUE_STRING && found) {
          return parser.getText();
        }
        parser.skipChildren();
      }
    } catch (IOException e) {
      return ""; // what is no JSON names no stream
    }
    return "";
  }

  private void end() {
    if (timer != null) {
      timer.cancel();
      timer = null;
      own.leave(listener);
      others.values().forEach(NodeEvents::close);
      others.clear();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    end();
  }
}
