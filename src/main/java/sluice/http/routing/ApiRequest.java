package sluice.http.routing;

import java.util.Map;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/**
 * A request that passed the filter.
 *
 * @param request as it came; its body has been read
 * @param caller who sent it
 * @param parameters what stands for the names in braces of the route's path
 * @param body the body's text; empty where the route takes none
 */
public record ApiRequest(
    HttpRequest request, Caller caller, Map<String, String> parameters, String body) {

  /** The stream or other thing that the path names. */
  public String id() {
    return parameters.getOrDefault("id", "");
  }

  /** What the query says of a name; the first where it says so several times. */
  public Optional<String> query(String name) {
    return request.getUri().query().get(name);
  }

  public Optional<String> header(String name) {
    return request.getHeader(name).map(HttpHeader::value);
  }
}
