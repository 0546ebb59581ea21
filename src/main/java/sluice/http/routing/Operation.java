package sluice.http.routing;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sluice.config.settings.Right;

/**
 * Description of a route in the OpenAPI document.
 *
 * @param id its name for programs
 * @param summary what it does
 * @param body name of the schema of what it takes; absent where it takes nothing
 * @param query schemas of what may stand after the path's question mark, by name
 * @param results what it answers, by status; any status may also be a problem
 * @param right what a client's token must allow; absent: none is needed
 */
public record Operation(
    String id,
    String summary,
    Optional<String> body,
    Map<String, Map<String, Object>> query,
    Map<Integer, Result> results,
    Optional<Right> right) {

  public Operation {
    query = Collections.unmodifiableMap(new LinkedHashMap<>(query));
    results = Map.copyOf(results);
  }

  /**
   * An answer.
   *
   * @param meaning in words
   * @param contentType of its body; empty where it has none
   * @param schema name of the body's schema; absent for what is no JSON
   */
  record Result(String meaning, String contentType, Optional<String> schema) {}

  /** One that needs a right. */
  public static Operation of(Right right, String id, String summary) {
    return new Operation(id, summary, Optional.empty(), Map.of(), Map.of(), Optional.of(right));
  }

  /** One for everybody, without a token. */
  public static Operation open(String id, String summary) {
    return new Operation(id, summary, Optional.empty(), Map.of(), Map.of(), Optional.empty());
  }

  /** Whether it changes something, rather than shows it; reading may need more than to view. */
  public boolean changes(String method) {
    return !method.equals("GET") && right.filter(Right.VIEW::equals).isEmpty();
  }

  public Operation takes(String schema) {
    return new Operation(id, summary, Optional.of(schema), query, results, right);
  }

  /** Takes one more parameter in the query, which may be left out. */
  public Operation takesQuery(String name, Map<String, Object> schema) {
    Map<String, Map<String, Object>> all = new LinkedHashMap<>(query);
    all.put(name, schema);
    return new Operation(id, summary, body, all, results, right);
  }

  public Operation gives(int status, String meaning, String schema) {
    return with(status, new Result(meaning, "application/json", Optional.of(schema)));
  }

  /** An answer that is no JSON, or none at all. */
  public Operation givesRaw(int status, String meaning, String contentType) {
    return with(status, new Result(meaning, contentType, Optional.empty()));
  }

  public Operation fails(int status, String meaning) {
    return with(status, new Result(meaning, Responses.PROBLEM_TYPE, Optional.of("Problem")));
  }

  public Operation failsUnknownStream() {
    return fails(404, "there is no such stream");
  }

  public Operation failsUnknownSink() {
    return fails(404, "there is no such sink");
  }

  private Operation with(int status, Result result) {
    Map<Integer, Result> all = new TreeMap<>(results);
    all.put(status, result);
    return new Operation(id, summary, body, query, all, right);
  }
}
