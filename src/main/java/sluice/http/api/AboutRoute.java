package sluice.http.api;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import sluice.http.routing.Operation;
import sluice.http.routing.Responses;
import sluice.http.routing.Route;

/**
 * What this server is, for pages that serve several kinds.
 *
 * @param version Sluice's
 * @param kind what runs behind it
 */
public record AboutRoute(String version, Kind kind) {

  /** What runs behind a server. */
  public enum Kind {
    /** Streams that can be changed. */
    SERVICE,
    /** One job, to be looked at. */
    JOB
  }

  Route route() {
    return Route.getNow(
        "/api/v1/about",
        Operation.of("getAbout", "What this server is, and whether anything can be changed here")
            .gives(200, "name, version and kind", "About"),
        call -> Responses.json(asMap()));
  }

  private Map<String, Object> asMap() {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("name", "Sluice");
    result.put("version", version);
    result.put("kind", kind.name().toLowerCase(Locale.ROOT));
    result.put("changes", kind == Kind.SERVICE);
    return result;
  }
}
