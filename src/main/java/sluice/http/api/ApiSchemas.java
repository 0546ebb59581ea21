package sluice.http.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sluice.config.Schemas;
import sluice.core.ModelFamily;

/** The schemas that operations name; those of settings follow from their description. */
public final class ApiSchemas {
  private static final String MAY_BE_ABSENT = "?";
  private static final Map<String, Object> TEXT = Map.of("type", "string");
  private static final Map<String, Object> TIME = Map.of("type", "string", "format", "date-time");
  private static final Map<String, Object> FLAG = Map.of("type", "boolean");
  private static final Map<String, Object> WHOLE = Map.of("type", "integer");
  private static final Map<String, Object> NUMBER = Map.of("type", "number");
  private static final Map<String, Object> ANYTHING = Map.of("type", "object");

  private ApiSchemas() {}

  /**
   * All of them, by name.
   *
   * @param families those that models may be of
   */
  public static Map<String, Object> all(List<ModelFamily> families) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("StreamSettings", Schemas.stream());
    result.put("StreamPatch", patch());
    result.put(
        "Stream",
        with(Schemas.stream(), "file", TEXT, "paused", FLAG, "status", reference("StreamStatus")));
    result.put("Streams", listOf(reference("Stream")));
    result.put("StreamStatus", status());
    result.put("Transition", transition());
    result.put("History", history());
    result.put("Models", listOf(with(Schemas.model(families), "status", listOf(model()))));
    result.put("ProbeRequest", object("source", TEXT));
    result.put("Probe", probe());
    result.put(
        "Devices", listOf(object("name", TEXT, "full-name", TEXT, "properties", mapOf(TEXT))));
    result.put("Config", ANYTHING);
    result.put("Reload", reload());
    result.put("LogLevels", mapOf(Map.of("type", List.of("string", "null"))));
    result.put("LiveTicket", object("ticket", TEXT, "expires-in-seconds", WHOLE));
    result.put("About", about());
    result.put(
        "Health", object("status", Map.of("enum", List.of("up", "down")), "reasons", listOf(TEXT)));
    result.put("Problem", problem());
    return result;
  }

  public static Map<String, Object> reference(String name) {
    return Map.of("$ref", "#/components/schemas/" + name);
  }

  /** Settings of which any may be left out, and each may be null. */
  private static Map<String, Object> patch() {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties(Schemas.stream())
        .forEach(
            (name, schema) ->
                properties.put(name, Map.of("anyOf", List.of(schema, Map.of("type", "null")))));
    Map<String, Object> result = new LinkedHashMap<>(Schemas.stream());
    result.remove("required");
    result.put("properties", properties);
    return result;
  }

  private static Map<String, Object> status() {
    return object(
        "state",
        TEXT,
        "cause",
        TEXT,
        "since",
        TIME,
        "model",
        TEXT,
        "devices",
        TEXT,
        "width?",
        WHOLE,
        "height?",
        WHOLE,
        "frame-rate?",
        NUMBER,
        "live?",
        FLAG,
        "fps-in",
        NUMBER,
        "fps-inferred",
        NUMBER,
        "frames-in",
        WHOLE,
        "frames-inferred",
        WHOLE,
        "drops",
        mapOf(WHOLE),
        "damaged",
        WHOLE,
        "detections",
        mapOf(WHOLE),
        "latency-ms",
        mapOf(object("count", WHOLE, "mean", NUMBER, "p50", NUMBER, "p90", NUMBER, "p99", NUMBER)),
        "last-error?",
        TEXT,
        "uptime-seconds",
        NUMBER,
        "restarts",
        mapOf(WHOLE),
        "stuck-threads",
        WHOLE,
        "sinks",
        listOf(
            object(
                "name",
                TEXT,
                "healthy",
                FLAG,
                "written",
                WHOLE,
                "lost",
                WHOLE,
                "last-error?",
                TEXT)),
        "transitions",
        listOf(reference("Transition")));
  }

  private static Map<String, Object> transition() {
    return object("state", TEXT, "cause", TEXT, "at", TIME, "last-at", TIME, "times", WHOLE);
  }

  private static Map<String, Object> history() {
    Map<String, Object> sample =
        object(
            "at",
            TIME,
            "fps-in",
            NUMBER,
            "fps-inferred",
            NUMBER,
            "drops",
            mapOf(WHOLE),
            "latency-ms",
            object("p50", NUMBER, "p99", NUMBER));
    return object("step-seconds", WHOLE, "samples", listOf(sample));
  }

  private static Map<String, Object> model() {
    Map<String, Object> compiled =
        object(
            "name",
            TEXT,
            "devices",
            TEXT,
            "width",
            WHOLE,
            "height",
            WHOLE,
            "requests",
            WHOLE,
            "properties",
            mapOf(TEXT),
            "read-ms",
            WHOLE,
            "compile-ms",
            WHOLE);
    return object(
        "state",
        TEXT,
        "device",
        TEXT,
        "compiled?",
        compiled,
        "users",
        listOf(TEXT),
        "leases",
        WHOLE,
        "generation",
        WHOLE,
        "busy-requests",
        WHOLE,
        "waiting-frames",
        WHOLE,
        "inferences",
        WHOLE,
        "failures",
        WHOLE,
        "abandoned",
        WHOLE,
        "last-error?",
        TEXT);
  }

  private static Map<String, Object> probe() {
    return object(
        "readable",
        FLAG,
        "reason?",
        TEXT,
        "codec?",
        TEXT,
        "width?",
        WHOLE,
        "height?",
        WHOLE,
        "frame-rate?",
        NUMBER,
        "live?",
        FLAG,
        "opened-in-ms?",
        WHOLE,
        "jpeg?",
        Map.of("type", "string", "contentEncoding", "base64", "contentMediaType", "image/jpeg"));
  }

  private static Map<String, Object> about() {
    Map<String, Object> kind = Map.of("enum", List.of("service", "job"));
    return object("name", TEXT, "version", TEXT, "kind", kind, "changes", FLAG);
  }

  private static Map<String, Object> reload() {
    Map<String, Object> paths = listOf(TEXT);
    return object(
        "added", paths, "changed", paths, "removed", paths, "left", paths, "at-restart", paths);
  }

  private static Map<String, Object> problem() {
    Map<String, Object> setting =
        object(
            "file?",
            TEXT,
            "line?",
            WHOLE,
            "path",
            TEXT,
            "found",
            TEXT,
            "expected",
            TEXT,
            "nearest?",
            TEXT);
    return object(
        "type", TEXT, "title", TEXT, "status", WHOLE, "detail", TEXT, "problems?", listOf(setting));
  }

  /** An object of these members, each a name and its schema; a question mark: it may be absent. */
  private static Map<String, Object> object(Object... members) {
    Map<String, Object> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    for (int i = 0; i < members.length; i += 2) {
      String name = String.valueOf(members[i]);
      if (name.endsWith(MAY_BE_ABSENT)) {
        properties.put(name.substring(0, name.length() - 1), members[i + 1]);
      } else {
        properties.put(name, members[i + 1]);
        required.add(name);
      }
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("type", "object");
    result.put("properties", properties);
    result.put("required", required);
    result.put("additionalProperties", false);
    return result;
  }

  /** An object with further members, which only answers have. */
  private static Map<String, Object> with(Map<String, Object> schema, Object... members) {
    Map<String, Object> properties = new LinkedHashMap<>(properties(schema));
    for (int i = 0; i < members.length; i += 2) {
      Map<String, Object> member = new LinkedHashMap<>();
      member.put("allOf", List.of(members[i + 1]));
      member.put("readOnly", true);
      properties.put(String.valueOf(members[i]), member);
    }
    Map<String, Object> result = new LinkedHashMap<>(schema);
    result.put("properties", properties);
    return result;
  }

  private static Map<String, Object> properties(Map<String, Object> schema) {
    Map<String, Object> result = new LinkedHashMap<>();
    if (schema.get("properties") instanceof Map<?, ?> properties) {
      properties.forEach((name, each) -> result.put(String.valueOf(name), each));
    }
    return result;
  }

  private static Map<String, Object> listOf(Map<String, Object> each) {
    return Map.of("type", "array", "items", each);
  }

  private static Map<String, Object> mapOf(Map<String, Object> each) {
    return Map.of("type", "object", "additionalProperties", each);
  }
}
