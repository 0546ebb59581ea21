package sluice.cli.service;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sluice.config.binding.Problem;
import sluice.config.settings.ServiceConfig;
import sluice.json.JsonText;

/**
 * What a check found as one JSON object: {@code file}, {@code fine}, how many {@code models},
 * {@code streams} and {@code sinks} there are, or the {@code problems[]}. What isn't known is left
 * out.
 */
final class CheckJson {
  private CheckJson() {}

  static String fine(Path file, ServiceConfig config) {
    Map<String, Object> result = start(file, true);
    result.put("models", config.models().size());
    result.put("streams", config.streams().size());
    result.put("sinks", config.sinks().size());
    return JsonText.of(result) + "\n";
  }

  static String refused(Path file, List<Problem> problems) {
    Map<String, Object> result = start(file, false);
    List<Object> rows = new ArrayList<>();
    problems.forEach(problem -> rows.add(row(problem)));
    result.put("problems", rows);
    return JsonText.of(result) + "\n";
  }

  private static Map<String, Object> start(Path file, boolean fine) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("file", file.toString());
    result.put("fine", fine);
    return result;
  }

  private static Map<String, Object> row(Problem problem) {
    Map<String, Object> result = new LinkedHashMap<>();
    problem.file().ifPresent(file -> result.put("file", file));
    problem.line().ifPresent(line -> result.put("line", line));
    if (!problem.path().isEmpty()) {
      result.put("path", problem.path());
    }
    result.put("found", problem.found());
    result.put("expected", problem.expected());
    problem.nearest().ifPresent(nearest -> result.put("nearest", nearest));
    return result;
  }
}
