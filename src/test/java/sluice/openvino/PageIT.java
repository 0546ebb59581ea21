package sluice.openvino;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** The example of this package's page: compiled and run as it stands there. */
class PageIT extends OpenVinoTests {
  private static final Path PAGE = Path.of("src/docs/openvino.md");
  private static final String INDENT = "    ";

  /** The first block of the page: what is indented, with the empty lines within. */
  private static String example() throws Exception {
    List<String> lines = Files.readAllLines(PAGE);
    return lines.stream()
        .dropWhile(line -> !line.startsWith(INDENT))
        .takeWhile(line -> line.startsWith(INDENT) || line.isEmpty())
        .map(line -> line.isEmpty() ? line : line.substring(INDENT.length()))
        .collect(Collectors.joining("\n"));
  }

  @Test
  void example_compilesWithoutWarningsAndRuns() throws Exception {
    Path source = Files.writeString(folder.resolve("Example.java"), example());
    ByteArrayOutputStream complaints = new ByteArrayOutputStream();
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                complaints,
                complaints,
                "-Xlint:all,-path",
                "-Werror",
                "-proc:none",
                "-d",
                folder.toString(),
                "-cp",
                Path.of(Core.class.getProtectionDomain().getCodeSource().getLocation().toURI())
                    .toString(),
                source.toString());
    assertThat(result).as(complaints.toString(StandardCharsets.UTF_8)).isZero();

    assertThat(run(TinyModels.twice(folder)).strip())
        .isEqualTo("tensor of F32 [1, 3, 2, 2] begins with 42.0");
  }

  private String run(Path model) throws Exception {
    PrintStream before = System.out;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    try (URLClassLoader loader =
            new URLClassLoader(new URL[] {folder.toUri().toURL()}, PageIT.class.getClassLoader());
        PrintStream captured = new PrintStream(said, true, StandardCharsets.UTF_8)) {
      System.setOut(captured);
      loader
          .loadClass("Example")
          .getMethod("main", String[].class)
          .invoke(null, (Object) new String[] {model.toString()});
    } finally {
      System.setOut(before);
    }
    return said.toString(StandardCharsets.UTF_8);
  }
}
