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

  public static void main(String[] args) throws IOException, InterruptedException {
    boolean fix = args[0].equals("fix");
    List<String> command = new ArrayList<>(List.of(java(), "-XX:+UseSerialGC", "-jar", args[1]));
    command.addAll(fix ? List.of("--replace") : List.of("--dry-run", "--set-exit-if-changed"));
    command.addAll(sources(Arrays.asList(args).subList(2, args.length)));
    Process formatter =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    List<String> unformatted = formatter.inputReader().lines().toList();
    int exitCode = formatter.waitFor();
    if (!unformatted.isEmpty()) {
      unformatted.forEach(file -> System.err.println("not formatted: " + file));
      System.err.println("To format every source: mvn -q -Pformat process-sources");
    }
    System.exit(exitCode);
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
