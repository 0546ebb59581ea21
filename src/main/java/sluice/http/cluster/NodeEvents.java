package sluice.http.cluster;

import java.time.Duration;
import java.util.function.BiConsumer;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.UniqueKillSwitch;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.jspecify.annotations.Nullable;

/**
 * The events of one other node, until it is closed. A connection that ends is made again when
 * {@link #connect} is called, and goes on after the last event that came. Thread-safe.
 */
final class NodeEvents implements AutoCloseable {
  private static final String PATH = "/api/v1/events";
  private static final Duration LIMIT = Duration.ofSeconds(3);

  /** A node sends something every 15 s. */
  private static final Duration SILENCE = Duration.ofSeconds(40);

  private final ActorSystem<?> system;
  private final NodeClient client;
  private final String node;
  private final BiConsumer<String, ServerSentEvents.Event> events;
  private String last = "";
  private boolean connected;
  private boolean closed;
  private @Nullable UniqueKillSwitch cut;

  /**
   * The events of a node; not connected yet.
   *
   * @param events gets the node's name and each event, one at a time; must return at once
   */
  NodeEvents(
      ActorSystem<?> system,
      NodeClient client,
      String node,
      BiConsumer<String, ServerSentEvents.Event> events) {
    this.system = system;
    this.client = client;
    this.node = node;
    this.events = events;
  }

  /** Connects, where there is no connection and none is being made. */
  void connect(ClusterView.Node to) {
    HttpRequest request = HttpRequest.GET("/");
    synchronized (this) {
      if (connected || closed) {
        return;
      }
      connected = true;
      if (!last.isEmpty()) {
        request = request.addHeader(RawHeader.create("Last-Event-ID", last));
      }
    }
    client
        .watch(to, request, PATH, LIMIT)
        .whenComplete(
            (response, failure) -> {
              if (response == null) {
                ended();
              } else {
                read(response);
              }
            });
  }

  private void read(HttpResponse response) {
    if (response.status().intValue() != 200) {
      response.discardEntityBytes(system);
      ended();
      return;
    }
    UniqueKillSwitch running =
        response
            .entity()
            .withoutSizeLimit()
            .getDataBytes()
            .idleTimeout(SILENCE)
            .viaMat(KillSwitches.single(), Keep.right())
            .via(ServerSentEvents.reader())
            .to(
                Sink.<ServerSentEvents.Event>foreach(this::tell)
                    .mapMaterializedValue(done -> done.whenComplete((end, failure) -> ended())))
            .run(system);
    boolean late;
    synchronized (this) {
      cut = running;
      late = closed;
    }
    if (late) {
      running.shutdown();
    }
  }

  private void tell(ServerSentEvents.Event event) {
    synchronized (this) {
      if (closed) {
        return;
      }
      if (!event.id().isEmpty()) {
        last = event.id();
      }
    }
    events.accept(node, event);
  }

  private synchronized void ended() {
    connected = false;
    cut = null;
  }

  @Override
  public void close() {
    UniqueKillSwitch running;
    synchronized (this) {
      closed = true;
      running = cut;
    }
    if (running != null) {
      running.shutdown();
    }
  }
}
