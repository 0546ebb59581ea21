package sluice.http.cluster;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import sluice.http.live.LivePictures;
import sluice.http.routing.Route;
import sluice.service.query.StatusValues;
import sluice.service.query.StreamDirectory;
import sluice.telemetry.EventLog;

/**
 * Makes a node's server answer for all nodes: statuses, events and live pictures of the whole
 * cluster for the routes, and requests about a run handed to the node that has it. Thread-safe.
 */
public final class ClusterFront {
  private final ActorSystem<?> system;
  private final ClusterPort port;
  private final StreamDirectory streams;
  private final NodeClient client;
  private final StatusRounds rounds;
  private final ClusterStatuses statuses;
  private final ClusterEvents events;
  private final ClusterPictures pictures;
  private final ClusterRecordings recordings;

  /**
   * A front; no other node is asked before somebody asks here.
   *
   * @param system runs connections and timers
   * @param cluster who is in it, and how they are reached
   * @param streams all streams, wherever they run
   * @param own this node's
   */
  public ClusterFront(
      ActorSystem<?> system, HttpCluster cluster, StreamDirectory streams, Own own) {
    this.system = system;
    this.port = cluster.port();
    this.streams = streams;
    this.client = new NodeClient(system, cluster);
    this.rounds = new StatusRounds(port, client, System::nanoTime);
    this.statuses = new ClusterStatuses(port, own.statuses(), streams, client, rounds);
    this.events = new ClusterEvents(system, port, client, own.events(), streams::has, own.clock());
    this.pictures =
        new ClusterPictures(system, port, client, own.pictures(), ClusterPictures.PATIENCE);
    this.recordings = new ClusterRecordings(system, port, client);
  }

  /**
   * What a node has of its own.
   *
   * @param statuses of the streams that it runs
   * @param events of those
   * @param pictures of those
   * @param clock of events
   */
  public record Own(
      StatusValues statuses, EventLog events, LivePictures pictures, InstantSource clock) {}

  /** The statuses of all streams. */
  public StatusValues statuses() {
    return statuses;
  }

  /** The events of all nodes, while somebody watches by {@link #front}'s routes. */
  public EventLog events() {
    return events.log();
  }

  /** The pictures of all streams. */
  public LivePictures pictures() {
    return pictures;
  }

  /** How long ago a node told of its streams; empty for this one. */
  public Optional<Duration> age(String node) {
    return rounds.last(node).map(NodeStatuses::age);
  }

  /** What a node has recorded, in words; empty where that is nothing, or it doesn't say. */
  public CompletionStage<String> kept(String node) {
    return recordings.kept(node);
  }

  /**
   * The same routes, answered for all nodes.
   *
   * @param shown answers with a stream's settings and status
   */
  public List<Route> front(
      List<Route> routes, Function<String, CompletionStage<HttpResponse>> shown) {
    return new Forwarder(system, port, streams, client, shown)
        .front(routes).stream().map(recordings::front).map(this::listening).toList();
  }

  private Route listening(Route route) {
    return switch (route.operation().id()) {
      case "watchEvents", "watchStream", "watchLive" ->
          route.withHandler(
              call -> {
                events.begin();
                return route.handler().handle(call);
              });
      default -> route;
    };
  }

  /** A route as the document of a cluster's node describes it. */
  public static Route described(Route route) {
    return ClusterRecordings.described(route);
  }

  /**
   * Ends the timers and all connections to other nodes.
   *
   * @return completes when those are closed
   */
  public CompletionStage<Done> close() {
    events.close();
    pictures.close();
    return client.close();
  }
}
