package sluice.http.api;

import sluice.http.routing.Operation;
import sluice.http.routing.Responses;
import sluice.http.routing.Route;
import sluice.json.ClosedEnum;
import sluice.json.JsonField;

/**
 * The route that identifies the server, for pages that work with several kinds.
 *
 * @param version Sluice's
 * @param kind what runs behind it
 * @param cluster whether it is a node of a cluster
 */
public record AboutRoute(String version, Kind kind, boolean cluster) {

  /** What runs behind a server. */
  @ClosedEnum
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
        call -> Responses.json(new About("Sluice", version, kind, kind == Kind.SERVICE, cluster)));
  }

  /** The answer. */
  record About(
      @JsonField(description = "the program's name") String name,
      @JsonField(description = "the program's version") String version,
      @JsonField(description = "what runs behind the server") Kind kind,
      @JsonField(description = "whether anything can be changed here") boolean changes,
      @JsonField(description = "whether the server is a node of a cluster") boolean cluster) {}
}
