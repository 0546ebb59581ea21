package sluice.cli.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import sluice.app.detect.SceneSummary;

/** What happened to objects over time as one line of text. */
final class SceneSummaryText {
  private SceneSummaryText() {}

  /**
   * As {@code objects: 6 person; line gate: 6 in, 0 out; zone shop: 3 entered, at most 2 at once}.
   */
  static String of(SceneSummary scene) {
    List<String> parts = new ArrayList<>();
    String objects =
        scene.objects().entrySet().stream()
            .map(entry -> entry.getValue() + " " + entry.getKey())
            .collect(Collectors.joining(", "));
    parts.add("objects: " + (objects.isEmpty() ? "none" : objects));
    scene
        .lines()
        .forEach(
            (name, line) ->
                parts.add("line " + name + ": " + line.in() + " in, " + line.out() + " out"));
    scene
        .zones()
        .forEach(
            (name, zone) ->
                parts.add(
                    "zone "
                        + name
                        + ": "
                        + zone.entered()
                        + " entered, at most "
                        + zone.most()
                        + " at once"));
    return String.join("; ", parts);
  }
}
