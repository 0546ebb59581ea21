package sluice.http.api;

import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.stream.SharedKillSwitch;
import sluice.config.settings.HttpConfig;
import sluice.http.live.LiveContext;
import sluice.http.live.LivePictures;
import sluice.http.live.LiveRoutes;
import sluice.http.live.LiveTickets;
import sluice.http.live.Tickets;
import sluice.http.routing.Route;
import sluice.service.query.StreamDirectory;
import sluice.telemetry.EventLog;
import sluice.telemetry.Telemetry;

/**
 * The read-only routes that every server has: streams, their events and live pictures, and what the
 * server is.
 *
 * @param system runs answers
 * @param config bounds
 * @param telemetry observes the streams
 * @param version Sluice's
 * @param endless ends answers that have no end of their own
 */
public record ViewRoutes(
    ActorSystem<?> system,
    HttpConfig config,
    Telemetry telemetry,
    String version,
    SharedKillSwitch endless) {

  /**
   * The routes.
   *
   * @param streams what there is
   * @param views shows it
   * @param pictures gives live pictures
   * @param about says what the server is
   */
  public List<Route> routes(
      StreamDirectory streams, StreamViews views, LivePictures pictures, AboutRoute about) {
    return routes(
        streams, views, pictures, telemetry.events(), new LiveTickets(System::nanoTime), about);
  }

  /**
   * The routes, with events and tickets of others.
   *
   * @param feed the events that clients are given
   * @param tickets let pages in
   * @param about says what the server is
   */
  public List<Route> routes(
      StreamDirectory streams,
      StreamViews views,
      LivePictures pictures,
      EventLog feed,
      Tickets tickets,
      AboutRoute about) {
    LiveContext live =
        new LiveContext(
            system,
            config.limits(),
            tickets,
            telemetry.liveViewers(),
            feed,
            pictures,
            version,
            endless);
    List<Route> all = new ArrayList<>(views.routes());
    all.addAll(new EventRoutes(system, config, streams, feed, endless).routes());
    all.addAll(new LiveRoutes(live, streams).routes());
    all.add(about.route());
    return all;
  }
}
