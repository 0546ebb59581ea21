package sluice.http.routing;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * A route of the API: its method, path and handler, and its description in the OpenAPI document.
 *
 * @param method HTTP method
 * @param path as in OpenAPI, with names in braces for what varies, each at the beginning of a part
 *     of the path: {@code /a/{id}/{number}.mp4}
 * @param operation what the document says
 * @param handler does it
 * @param patience how long its answer may take, where that is longer than any request may
 */
public record Route(
    String method, String path, Operation operation, Handler handler, Duration patience) {
  /** What streams may be called. */
  static final String ID = "[A-Za-z0-9_-]{1,64}";

  /** What nodes of a cluster are called: an address and a port. */
  static final String NODE = "[A-Za-z0-9\\[][A-Za-z0-9_.:\\]-]{0,270}";

  /** What recorded events are called: a time, the stream, and a number. */
  static final String EVENT = "[0-9]{1,15}-[A-Za-z0-9_-]{1,64}-[0-9]{1,15}";

  private static final Pattern EVENT_PATTERN = Pattern.compile(EVENT);
  private static final Pattern ID_PATTERN = Pattern.compile(ID);
  private static final Pattern NODE_PATTERN = Pattern.compile(NODE);

  /** Whether a stream may be called so. */
  public static boolean isId(String text) {
    return ID_PATTERN.matcher(text).matches();
  }

  /** Whether a node may be called so. */
  public static boolean isNode(String text) {
    return NODE_PATTERN.matcher(text).matches();
  }

  /** What may stand for a name in braces. */
  static String pattern(String parameter) {
    return switch (parameter) {
      case "node" -> NODE;
      case "event" -> EVENT;
      default -> ID;
    };
  }

  /** One whose answer takes no longer than any request may. */
  public Route(String method, String path, Operation operation, Handler handler) {
    this(method, path, operation, handler, Duration.ZERO);
  }

  /** The same, whose answer may take that long. */
  public Route withPatience(Duration longest) {
    return new Route(method, path, operation, handler, longest);
  }

  /** The same, answered by another handler. */
  public Route withHandler(Handler other) {
    return new Route(method, path, operation, other, patience);
  }

  /** The same, described otherwise. */
  public Route withOperation(Operation other) {
    return new Route(method, path, other, handler, patience);
  }

  /** Answers calls; must not block. */
  @FunctionalInterface
  public interface Handler {
    CompletionStage<HttpResponse> handle(ApiRequest call);
  }

  public static Route get(String path, Operation operation, Handler handler) {
    return new Route("GET", path, operation, handler);
  }

  /** One whose answer is there at once. */
  public static Route getNow(
      String path, Operation operation, Function<ApiRequest, HttpResponse> handler) {
    return get(path, operation, now(handler));
  }

  /** A handler whose answer is there at once. */
  public static Handler now(Function<ApiRequest, HttpResponse> handler) {
    return call -> CompletableFuture.completedStage(handler.apply(call));
  }

  public static Route post(String path, Operation operation, Handler handler) {
    return new Route("POST", path, operation, handler);
  }

  /** The path's parameters; empty where a request doesn't match. */
  Optional<Map<String, String>> match(List<String> segments) {
    List<String> own = path.equals("/") ? List.of() : Arrays.asList(path.substring(1).split("/"));
    if (own.size() != segments.size()) {
      return Optional.empty();
    }
    Map<String, String> parameters = new HashMap<>();
    for (int i = 0; i < own.size(); i++) {
      if (!matches(own.get(i), segments.get(i), parameters)) {
        return Optional.empty();
      }
    }
    return Optional.of(parameters);
  }

  private static boolean matches(String own, String given, Map<String, String> parameters) {
    int end = own.indexOf('}');
    if (end < 0) {
      return own.equals(given);
    }
    String name = own.substring(1, end);
    String suffix = own.substring(end + 1);
    if (!given.endsWith(suffix)) {
      return false;
    }
    String value = given.substring(0, given.length() - suffix.length());
    parameters.put(name, value);
    return switch (name) {
      case "node" -> isNode(value);
      case "event" -> EVENT_PATTERN.matcher(value).matches();
      default -> isId(value);
    };
  }
}
