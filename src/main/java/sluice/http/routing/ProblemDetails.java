package sluice.http.routing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sluice.config.binding.Problem;

/**
 * What is wrong with a request, for programs and people (RFC 9457).
 *
 * @param status HTTP status, 4xx or 5xx
 * @param type the last part of the problem's name, {@code urn:sluice:problem:TYPE}
 * @param title the same for every problem of the type
 * @param detail what was wrong here, what was expected, what to do; without secrets
 * @param problems of settings, where there are any
 */
public record ProblemDetails(
    int status, String type, String title, String detail, List<Problem> problems) {
  static final String PREFIX = "urn:sluice:problem:";

  public ProblemDetails {
    problems = List.copyOf(problems);
  }

  public static ProblemDetails of(int status, String type, String title, String detail) {
    return new ProblemDetails(status, type, title, detail, List.of());
  }

  static ProblemDetails unknownStream(String id) {
    return of(404, "unknown-stream", "No such stream", "there is no stream " + id);
  }

  public static ProblemDetails invalid(List<Problem> problems) {
    String detail =
        problems.size() == 1
            ? problems.getFirst().text().strip()
            : problems.size() + " settings can't be used; see problems";
    return new ProblemDetails(422, "invalid-settings", "Settings can't be used", detail, problems);
  }

  /** A body that is no JSON, or not of the form that is expected. */
  public static ProblemDetails badBody(String detail) {
    return of(400, "bad-body", "The body can't be read", detail);
  }

  Map<String, Object> asMap() {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("type", PREFIX + type);
    result.put("title", title);
    result.put("status", status);
    result.put("detail", detail);
    if (!problems.isEmpty()) {
      List<Object> list = new ArrayList<>();
      problems.forEach(problem -> list.add(asMap(problem)));
      result.put("problems", list);
    }
    return result;
  }

  private static Map<String, Object> asMap(Problem problem) {
    Map<String, Object> result = new LinkedHashMap<>();
    problem.file().ifPresent(file -> result.put("file", file));
    problem.line().ifPresent(line -> result.put("line", line));
    result.put("path", problem.path());
    result.put("found", problem.found());
    result.put("expected", problem.expected());
    problem.nearest().ifPresent(name -> result.put("nearest", name));
    return result;
  }
}
