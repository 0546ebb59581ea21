package sluice.http.routing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The OpenAPI 3.1 document of a table of routes, as {@link sluice.json.JsonText} takes it. */
public final class OpenApi {
  private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)\\}");

  private static final String RIGHTS =
      "each operation's x-right is the least right that it must have: view, operate or admin";

  private OpenApi() {}

  /**
   * The document of these routes.
   *
   * @param schemas JSON schemas by the names that operations refer to
   * @param version of the API's server
   */
  public static Map<String, Object> document(
      List<Route> routes, Map<String, Object> schemas, String version) {
    Map<String, Object> paths = new LinkedHashMap<>();
    for (Route route : routes) {
      Map<String, Object> path = new LinkedHashMap<>();
      if (paths.get(route.path()) instanceof Map<?, ?> others) {
        others.forEach((method, operation) -> path.put(String.valueOf(method), operation));
      }
      path.put(route.method().toLowerCase(Locale.ROOT), operation(route));
      paths.put(route.path(), path);
    }
    Map<String, Object> components = new LinkedHashMap<>();
    components.put("schemas", schemas);
    components.put(
        "securitySchemes",
        Map.of(
            "bearer", scheme("bearer", "a token of http.token or http.tokens; " + RIGHTS),
            "basic", scheme("basic", "the token as the password of any user; " + RIGHTS)));
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("openapi", "3.1.0");
    result.put("info", Map.of("title", "Sluice", "version", version));
    result.put("security", List.of(Map.of("bearer", List.of()), Map.of("basic", List.of())));
    result.put("paths", paths);
    result.put("components", components);
    return result;
  }

  private static Map<String, Object> scheme(String name, String description) {
    return Map.of("type", "http", "scheme", name, "description", description);
  }

  private static Map<String, Object> operation(Route route) {
    Operation operation = route.operation();
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("operationId", operation.id());
    result.put("summary", operation.summary());
    operation
        .right()
        .ifPresentOrElse(
            right -> result.put("x-right", right.word()), () -> result.put("security", List.of()));
    List<Object> parameters = new ArrayList<>();
    PARAMETER
        .matcher(route.path())
        .results()
        .map(MatchResult::group)
        .forEach(name -> parameters.add(parameter(name.substring(1, name.length() - 1))));
    operation.query().forEach((name, schema) -> parameters.add(query(name, schema)));
    if (!parameters.isEmpty()) {
      result.put("parameters", parameters);
    }
    operation.body().ifPresent(schema -> result.put("requestBody", body(schema)));
    Map<String, Object> responses = new LinkedHashMap<>();
    new TreeMap<>(operation.results())
        .forEach((status, answer) -> responses.put(status.toString(), response(answer)));
    responses.put(
        "default",
        response(
            new Operation.Result("what is wrong", Responses.PROBLEM_TYPE, Optional.of("Problem"))));
    result.put("responses", responses);
    return result;
  }

  private static Map<String, Object> parameter(String name) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("name", name);
    result.put("in", "path");
    result.put("required", true);
    result.put("schema", Map.of("type", "string", "pattern", "^" + Route.pattern(name) + "$"));
    return result;
  }

  private static Map<String, Object> query(String name, Map<String, Object> schema) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("name", name);
    result.put("in", "query");
    result.put("schema", schema);
    return result;
  }

  private static Map<String, Object> body(String schema) {
    Map<String, Object> content = Map.of("schema", reference(schema));
    return Map.of("required", true, "content", Map.of("application/json", content));
  }

  private static Map<String, Object> response(Operation.Result answer) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("description", answer.meaning());
    if (!answer.contentType().isEmpty()) {
      Map<String, Object> content = new LinkedHashMap<>();
      answer.schema().ifPresent(name -> content.put("schema", reference(name)));
      result.put("content", Map.of(answer.contentType(), content));
    }
    return result;
  }

  /** A reference to one of the document's schemas. */
  public static Map<String, Object> reference(String schema) {
    return Map.of("$ref", path(schema));
  }

  /** Where one of the document's schemas stands in it. */
  public static String path(String schema) {
    return "#/components/schemas/" + schema;
  }
}
