package sluice.http.page;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import sluice.config.settings.Right;
import sluice.http.routing.ApiRequest;
import sluice.http.routing.Operation;
import sluice.http.routing.Route;

/**
 * The dashboard: pages and what they load, all from the class path and read once. What is served is
 * in this list; a path leads nowhere else.
 */
public final class PageRoutes {
  /** Where the files lie on the class path. */
  public static final String FOLDER = "/sluice/web/";

  public static final String INDEX = "index.html";

  /** The files besides {@link #INDEX}, by name. */
  public static final List<String> ASSETS =
      List.of(
          "actions.js",
          "advice.js",
          "api.js",
          "app.js",
          "badges.js",
          "boxes.js",
          "cards.js",
          "charts.js",
          "config.js",
          "connection.js",
          "controls.css",
          "details.js",
          "detections.js",
          "dialog.js",
          "dom.js",
          "drawing.js",
          "eventcards.js",
          "eventfilter.js",
          "eventpage.js",
          "events.css",
          "events.js",
          "exportlist.js",
          "exports.js",
          "fields.js",
          "filterform.js",
          "following.js",
          "form.js",
          "format.js",
          "history.js",
          "hocon.js",
          "icon.svg",
          "inputs.js",
          "leaving.js",
          "lists.js",
          "live.js",
          "liveboxes.js",
          "liveedge.js",
          "models.js",
          "nodecards.js",
          "nodes.css",
          "nodes.js",
          "notices.js",
          "objects.js",
          "order.js",
          "paths.js",
          "picture.js",
          "placement.js",
          "player.js",
          "playlist.js",
          "pointing.js",
          "polling.js",
          "probe.js",
          "protocol.js",
          "recorded.js",
          "recording.js",
          "recordings.css",
          "recordings.js",
          "router.js",
          "scene.css",
          "scene.js",
          "segments.js",
          "series.js",
          "shapepanel.js",
          "shapes.js",
          "sinks.js",
          "spans.js",
          "states.js",
          "store.js",
          "stream.js",
          "style.css",
          "thumbnails.js",
          "timeline.js",
          "timescale.js",
          "video.js",
          "views.css",
          "wall.js",
          "zone.js",
          "zonechoice.js");

  private static final String CHART_JAR = "/META-INF/maven/org.webjars.npm/chart.js/pom.properties";
  private static final String CHART_NAME = "chart.umd.min.js";
  private static final String CHART = "/META-INF/resources/webjars/chart.js/%s/dist/" + CHART_NAME;

  private PageRoutes() {}

  /** Routes that are not part of the API: its document does not list them. */
  public static List<Route> routes() {
    List<Route> result = new ArrayList<>();
    result.add(route("/", StaticFile.read(FOLDER + INDEX)));
    ASSETS.forEach(name -> result.add(route("/assets/" + name, StaticFile.read(FOLDER + name))));
    result.add(route("/assets/" + CHART_NAME, chart()));
    return result;
  }

  /** Chart.js from its own jar, whatever its version. */
  public static StaticFile chart() {
    String version =
        Stream.of(StaticFile.read(CHART_JAR).text().split("\\R"))
            .filter(line -> line.startsWith("version="))
            .map(line -> line.substring("version=".length()).strip())
            .findFirst()
            .orElseThrow(() -> new IllegalStateException(CHART_JAR + " tells no version"));
    return StaticFile.read(CHART.formatted(version));
  }

  private static Route route(String path, StaticFile file) {
    Operation operation =
        Operation.of(Right.VIEW, "getPage", "A file of the dashboard")
            .givesRaw(200, "the file", file.type());
    return Route.getNow(path, operation, call -> answer(call, file));
  }

  private static HttpResponse answer(ApiRequest call, StaticFile file) {
    return call.header("If-None-Match").filter(file::isAmong).isPresent()
        ? file.unchanged()
        : file.response();
  }
}
