package sluice.cli.service;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import sluice.config.ConfigWarning;
import sluice.config.binding.Problem;
import sluice.config.settings.ServiceConfig;
import sluice.json.JsonField;
import sluice.json.JsonText;

/**
 * What a check found as one JSON object: how many {@code models}, {@code streams} and {@code sinks}
 * there are, and {@code warnings[]} about what can be used but is hardly meant, or the {@code
 * problems[]}. What isn't known is left out.
 */
final class CheckJson {
  private CheckJson() {}

  static String fine(Path file, ServiceConfig config) {
    return JsonText.of(
            new Fine(
                file,
                true,
                config.models().size(),
                config.streams().size(),
                config.sinks().size(),
                ConfigWarning.of(config)))
        + "\n";
  }

  static String refused(Path file, List<Problem> problems) {
    return JsonText.of(new Refused(file, false, problems.stream().map(Row::of).toList())) + "\n";
  }

  private record Fine(
      Path file,
      boolean fine,
      int models,
      int streams,
      int sinks,
      @JsonField(omitEmpty = true) List<ConfigWarning> warnings) {}

  private record Refused(Path file, boolean fine, List<Row> problems) {}

  private record Row(
      Optional<String> file,
      OptionalInt line,
      @JsonField(omitEmpty = true) String path,
      String found,
      String expected,
      Optional<String> nearest) {

    static Row of(Problem problem) {
      return new Row(
          problem.file(),
          problem.line(),
          problem.path(),
          problem.found(),
          problem.expected(),
          problem.nearest());
    }
  }
}
