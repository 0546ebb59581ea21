package sluice.http.recording;

import java.util.List;
import sluice.http.routing.Route;
import sluice.stage.sink.json.EventJson;

/** Which routes are about what a store of recordings keeps, wherever its streams run now. */
public final class StoreRoutes {
  /** Path below which recordings are. */
  public static final String RECORDINGS = "/api/v1/recordings";

  /** Path below which exports of recordings are. */
  static final String EXPORTS = "/api/v1/exports";

  private static final List<String> ALL = List.of(RECORDINGS, EXPORTS, EventJson.ALL);

  private StoreRoutes() {}

  /** Whether a route is one of those. */
  public static boolean isOne(Route route) {
    return ALL.stream()
        .anyMatch(path -> route.path().equals(path) || route.path().startsWith(path + "/"));
  }
}
