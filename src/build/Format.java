import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs google-java-format over all Java sources, in a JVM of its own because Maven's own may be too
 * old for Java 25's syntax.
 *
 * <p>Usage: {@code java Format.java check|fix FORMATTER.jar FOLDER...}
 */
final class Format {

  /** What the formatter leaves of a file is not always what it would leave a second time. */
  private static final int MOST_PASSES = 4;

  private record Outcome(int exitCode, List<String> unformatted) {}

  public static void main(String[] args) throws IOException, InterruptedException {
    String formatter = args[1];
    List<String> sources = sources(Arrays.asList(args).subList(2, args.length));
    Outcome outcome = check(formatter, sources);
    if (args[0].equals("fix")) {
      for (int pass = 0; pass < MOST_PASSES && !outcome.unformatted().isEmpty(); pass++) {
        run(formatter, List.of("--replace"), outcome.unformatted());
        outcome = check(formatter, outcome.unformatted());
      }
    }
    if (!outcome.unformatted().isEmpty()) {
      outcome.unformatted().forEach(file -> System.err.println("not formatted: " + file));
      System.err.println("To format every source: mvn -q -Pformat process-sources");
    }
    System.exit(outcome.exitCode());
  }

  private static Outcome check(String formatter, List<String> sources)
      throws IOException, InterruptedException {
    return run(formatter, List.of("--dry-run", "--set-exit-if-changed"), sources);
  }

  private static Outcome run(String formatter, List<String> flags, List<String> sources)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(java(), "-XX:+UseSerialGC", "-jar", formatter));
    command.addAll(flags);
    command.addAll(sources);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    List<String> named = process.inputReader().lines().toList();
    return new Outcome(process.waitFor(), named);
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static List<String> sources(List<String> folders) throws IOException {
    List<String> sources = new ArrayList<>();
    for (String folder : folders) {
      if (Files.isDirectory(Path.of(folder))) {
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
          files.map(Path::toString).filter(name -> name.endsWith(".java")).forEach(sources::add);
        }
      }
    }
    return sources;
  }
}
