package sluice.http.api;

import java.time.ZoneId;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import sluice.config.settings.Right;
import sluice.http.routing.ApiRequest;
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
 * @param recordings whether there is a store of recordings, asked for each request
 */
public record AboutRoute(String version, Kind kind, boolean cluster, BooleanSupplier recordings) {

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
        Operation.of(
                Right.VIEW,
                "getAbout",
                "What this server is, whether anything can be changed here, and what the client may"
                    + " do")
            .gives(200, "name, version and kind", "About"),
        this::about);
  }

  private HttpResponse about(ApiRequest call) {
    return Responses.json(
        new About(
            "Sluice",
            version,
            kind,
            kind == Kind.SERVICE,
            cluster,
            recordings.getAsBoolean(),
            ZoneId.systemDefault().getId(),
            call.caller().name(),
            call.caller().right().map(Right::word)));
  }

  /** The answer. */
  record About(
      @JsonField(description = "the program's name") String name,
      @JsonField(description = "the program's version") String version,
      @JsonField(description = "what runs behind the server") Kind kind,
      @JsonField(description = "whether anything can be changed here") boolean changes,
      @JsonField(description = "whether the server is a node of a cluster") boolean cluster,
      @JsonField(description = "whether anything is recorded here, or was") boolean recordings,
      @JsonField(description = "the server's time zone, as in Europe/Berlin") String timeZone,
      @JsonField(description = "name of the token that was sent; absent where none is wanted")
          Optional<String> token,
      @JsonField(description = "what that token, or everybody, may do: view, operate or admin")
          Optional<String> right) {}
}
