package sluice.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A route of the API's OpenAPI document.
 *
 * @param path with {@code {id}} in it where a stream's id goes
 */
record HttpRoute(String method, String path) {

  /** Everything in an OpenAPI document. */
  static List<HttpRoute> of(JsonNode document) {
    List<HttpRoute> routes = new ArrayList<>();
    document
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method ->
                            routes.add(
                                new HttpRoute(
                                    method.toUpperCase(java.util.Locale.ROOT), path.getKey()))));
    return routes;
  }
}
