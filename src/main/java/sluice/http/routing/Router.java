package sluice.http.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.Uri;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** Router: finds the route of a request. */
public final class Router {
  private final List<Route> routes;

  /** Result of routing a request. */
  public record Match(Route route, Map<String, String> parameters) {}

  public Router(List<Route> routes) {
    this.routes = List.copyOf(routes);
  }

  public Optional<Match> find(HttpRequest request) {
    return matches(request).stream()
        .filter(match -> match.route().method().equals(request.method().value()))
        .findFirst();
  }

  /** The answer to a request that no route is for. */
  public HttpResponse nothingFor(HttpRequest request) {
    TreeSet<String> methods = new TreeSet<>();
    matches(request).forEach(match -> methods.add(match.route().method()));
    if (methods.isEmpty()) {
      return Responses.problem(
          404, "not-found", "Nothing here", "see /api/v1/openapi.json for what there is");
    }
    String allowed = String.join(", ", methods);
    return Responses.problem(405, "method", "Not this way", "this takes " + allowed)
        .addHeader(RawHeader.create("Allow", allowed));
  }

  private List<Match> matches(HttpRequest request) {
    Optional<List<String>> segments = segments(request.getUri());
    List<Match> result = new ArrayList<>();
    for (Route route : routes) {
      segments
          .flatMap(route::match)
          .ifPresent(parameters -> result.add(new Match(route, parameters)));
    }
    return result;
  }

  /** The path's parts; empty where it has slashes too many or hidden ones. */
  private static Optional<List<String>> segments(Uri uri) {
    List<String> segments = new ArrayList<>();
    uri.pathSegments().forEach(segments::add);
    long slashes = uri.getPathString().chars().filter(each -> each == '/').count();
    boolean plain =
        slashes == Math.max(1, segments.size())
            && segments.stream().noneMatch(segment -> segment.contains("/"));
    return plain ? Optional.of(segments) : Optional.empty();
  }
}
