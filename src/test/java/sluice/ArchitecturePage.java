package sluice;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Draws the packages and arrows that {@link ArchitectureTest} holds into architecture.md. */
final class ArchitecturePage {
  static final Path PAGE = Path.of("src/docs/architecture.md");

  private static final Path SOURCES = Path.of("src/main/java/sluice");
  private static final String BEGIN =
      "<!-- Drawn from the arrows: ArchitecturePage in the tests. -->";
  private static final String END = "<!-- End of what is drawn. -->";
  private static final Pattern COMMENT = Pattern.compile("/\\*\\*(.*?)\\*/", Pattern.DOTALL);
  private static final Pattern TAG = Pattern.compile("\\{@(?:code|link) ([^}]*)}");

  private ArchitecturePage() {}

  /** Run it after changing a package, its first sentence or its arrows. */
  public static void main(String[] arguments) throws IOException {
    Files.writeString(PAGE, drawn(Files.readString(PAGE)));
  }

  /** The page with its drawing anew. */
  static String drawn(String page) throws IOException {
    int begin = page.indexOf(BEGIN);
    int end = page.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalStateException(PAGE + " lacks the marks of the drawing");
    }
    return page.substring(0, begin) + BEGIN + "\n\n" + drawing() + "\n" + page.substring(end);
  }

  private static String drawing() throws IOException {
    Map<String, Integer> floors = new TreeMap<>();
    Arrows.ALL.keySet().forEach(name -> floor(name, floors));
    Map<Integer, Set<String>> byFloor = new TreeMap<>((a, b) -> b - a);
    floors.forEach((name, floor) -> byFloor.computeIfAbsent(floor, f -> new TreeSet<>()).add(name));
    List<String> lines = new ArrayList<>();
    byFloor.forEach(
        (floor, names) ->
            lines.add(
                "    %2d  %s"
                    .formatted(
                        floor,
                        names.stream()
                            .map(ArchitecturePage::shown)
                            .collect(Collectors.joining(" · ")))));
    lines.add("");
    lines.add("| package | what it is | uses |");
    lines.add("|---|---|---|");
    for (Map.Entry<String, Set<String>> entry : new TreeMap<>(Arrows.ALL).entrySet()) {
      lines.add(
          "| `%s` | %s | %s |"
              .formatted(
                  shown(entry.getKey()),
                  purpose(entry.getKey()),
                  new TreeSet<>(entry.getValue())
                      .stream().map(ArchitecturePage::shown).collect(Collectors.joining(", "))));
    }
    return String.join("\n", lines) + "\n";
  }

  /** One above the highest that it uses; 1 where it uses none. */
  private static int floor(String name, Map<String, Integer> floors) {
    Integer known = floors.get(name);
    if (known != null) {
      return known;
    }
    int floor =
        1
            + Arrows.ALL.getOrDefault(name, Set.of()).stream()
                .mapToInt(used -> floor(used, floors))
                .max()
                .orElse(0);
    floors.put(name, floor);
    return floor;
  }

  private static String shown(String name) {
    if (name.isEmpty()) {
      return "Main";
    }
    if (name.equals(Arrows.SINK_TYPE)) {
      return "stage.sink.*";
    }
    return name.equals(Arrows.FAMILY) ? "stage.postprocess.*" : name;
  }

  /** The first sentence of a package's description. */
  private static String purpose(String name) throws IOException {
    if (name.isEmpty()) {
      return "The command `sluice`.";
    }
    if (name.equals(Arrows.FAMILY)) {
      return "A family of models each: its facts and its reader.";
    }
    if (name.equals(Arrows.SINK_TYPE)) {
      return "A type of sinks each: its settings and its sink.";
    }
    Path file = SOURCES.resolve(name.replace('.', '/')).resolve("package-info.java");
    Matcher comment = COMMENT.matcher(Files.readString(file));
    if (!comment.find()) {
      throw new IllegalStateException(file + " has no description");
    }
    String text =
        comment
            .group(1)
            .lines()
            .map(line -> line.strip().replaceFirst("^\\*\\s?", ""))
            .collect(Collectors.joining(" "))
            .strip();
    String sentence = text.split("(?<=\\.)\\s", 2)[0];
    return TAG.matcher(sentence).replaceAll(tag -> "`" + tag.group(1).replace("sluice.", "") + "`");
  }
}
