package sluice.http;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What this server is, for pages that serve several kinds.
 *
 * @param version Sluice's
 * @param kind what runs behind it
 */
record AboutRoute(String version, Kind kind) {

  /** What runs behind a server. */
  enum Kind {
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
