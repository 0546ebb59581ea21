package sluice.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.apache.pekko.stream.SharedKillSwitch;
import sluice.config.settings.HttpConfig;
import sluice.config.settings.Right;
import sluice.http.api.AboutRoute;
import sluice.http.api.ApiSchemas;
import sluice.http.api.HealthRoutes;
import sluice.http.api.HttpPorts;
import sluice.http.api.SceneRoutes;
import sluice.http.api.ServiceDirectory;
import sluice.http.api.ServiceRoutes;
import sluice.http.api.SinkRoutes;
import sluice.http.api.StreamRoutes;
import sluice.http.api.StreamViews;
import sluice.http.api.ViewRoutes;
import sluice.http.cluster.ClusterFront;
import sluice.http.cluster.ClusterRoutes;
import sluice.http.cluster.NodeRoutes;
import sluice.http.live.LivePictures;
import sluice.http.live.LiveTickets;
import sluice.http.live.SignedTickets;
import sluice.http.live.Tickets;
import sluice.http.recording.ExportRoutes;
import sluice.http.recording.RecordedEventRoutes;
import sluice.http.recording.RecordedSegmentRoutes;
import sluice.http.recording.RecordingDeletionRoutes;
import sluice.http.recording.RecordingRoutes;
import sluice.http.recording.ThumbnailRoutes;
import sluice.http.routing.OpenApi;
import sluice.http.routing.Operation;
import sluice.http.routing.Responses;
import sluice.http.routing.Route;
import sluice.service.query.ServiceQueries;
import sluice.service.query.StatusValues;
import sluice.telemetry.EventLog;
import sluice.telemetry.Telemetry;

/**
 * The tables of a service's routes: for its clients, on its own or for a whole cluster, and for the
 * other nodes.
 *
 * @param actors queries of this process's streams
 * @param config bounds
 * @param ports what else is needed
 * @param telemetry observes this process's streams
 * @param version Sluice's
 * @param endless ends answers that have no end of their own
 * @param stopping whether the service is being stopped
 */
record ServiceTable(
    ServiceQueries actors,
    HttpConfig config,
    HttpPorts ports,
    Telemetry telemetry,
    String version,
    SharedKillSwitch endless,
    AtomicBoolean stopping) {

  /**
   * What clients are shown of the streams.
   *
   * @param ages how long ago a node told of its streams
   * @param kept what a node has recorded, in words
   */
  private record Shown(
      StatusValues statuses,
      LivePictures pictures,
      EventLog events,
      Tickets tickets,
      Function<String, Optional<Duration>> ages,
      Function<String, CompletionStage<String>> kept) {}

  /** All streams run here. */
  List<Route> ofServiceAlone() {
    return table(
        new Shown(
            StatusValues.of(actors),
            ports.live(),
            telemetry.events(),
            new LiveTickets(System::nanoTime),
            node -> Optional.empty(),
            node -> CompletableFuture.completedStage("")),
        Function.identity());
  }

  /** Streams run anywhere. */
  List<Route> ofCluster(ClusterFront front) {
    Shown shown =
        new Shown(
            front.statuses(),
            front.pictures(),
            front.events(),
            ticketsOfCluster(),
            front::age,
            front::kept);
    StreamViews views = views(shown);
    return table(shown, routes -> front.front(routes, views::one));
  }

  private Tickets ticketsOfCluster() {
    return ports
        .cluster()
        .flatMap(cluster -> cluster.ticketKey())
        .<Tickets>map(key -> new SignedTickets(key, telemetry.clock()))
        .orElseGet(() -> new LiveTickets(System::nanoTime));
  }

  /** For other nodes: about streams that run here, and nothing is passed on. */
  List<Route> forNodes() {
    Shown shown =
        new Shown(
            StatusValues.of(actors),
            ports.live(),
            telemetry.events(),
            Tickets.ANY,
            node -> Optional.empty(),
            node -> CompletableFuture.completedStage(""));
    List<Route> result = new ArrayList<>();
    for (Route route : table(shown, Function.identity())) {
      if (NodeRoutes.isAsked(route)) {
        result.add(route);
      }
    }
    result.addAll(new NodeRoutes(shown.statuses()).routes());
    return result;
  }

  private StreamViews views(Shown shown) {
    return new StreamViews(
        new ServiceDirectory(ports.control()), shown.statuses(), ports.snapshots(), telemetry);
  }

  private List<Route> table(Shown shown, Function<List<Route>, List<Route>> front) {
    List<Route> all = new ArrayList<>();
    ServiceDirectory streams = new ServiceDirectory(ports.control());
    StreamViews views = views(shown);
    all.addAll(
        new ViewRoutes(actors.system(), config, telemetry, version, endless)
            .routes(
                streams,
                views,
                shown.pictures(),
                shown.events(),
                shown.tickets(),
                new AboutRoute(
                    version,
                    AboutRoute.Kind.SERVICE,
                    ports.clusterPort().isCluster(),
                    () -> ports.recordings().get().isPresent())));
    all.addAll(new StreamRoutes(streams, views).routes());
    all.addAll(new SceneRoutes(ports.control(), ports.scenes()).routes());
    all.addAll(new SinkRoutes(ports.control(), ports.sinks()).routes());
    all.addAll(new RecordingRoutes(ports.recordings(), streams, telemetry.clock()).routes());
    all.addAll(new ThumbnailRoutes(ports.recordings()).routes());
    all.addAll(new ExportRoutes(ports.recordings(), streams).routes());
    all.addAll(new RecordingDeletionRoutes(ports.recordings(), streams).routes());
    all.addAll(new RecordedSegmentRoutes(ports.recordings(), streams, telemetry.clock()).routes());
    all.addAll(new RecordedEventRoutes(ports.recordings()).routes());
    all.addAll(new ServiceRoutes(ports).routes());
    all.addAll(new HealthRoutes(actors, ports, telemetry, stopping).routes());
    all.addAll(
        new ClusterRoutes(ports.clusterPort(), streams, shown.ages(), shown.kept()).routes());
    if (ports.clusterPort().isCluster()) {
      all.replaceAll(ClusterFront::described);
    }
    all.add(
        Route.getNow(
            "/api/v1/openapi.json",
            Operation.of(Right.VIEW, "getOpenApi", "This document")
                .gives(200, "the document", "Config"),
            call ->
                Responses.json(OpenApi.document(all, ApiSchemas.all(ports.families()), version))));
    return front.apply(all);
  }
}
