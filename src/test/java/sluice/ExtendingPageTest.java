package sluice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The recipes of extending.md name files and test classes that are there. */
class ExtendingPageTest {
  private static final Path PAGE = Path.of("src/docs/extending.md");
  private static final Pattern PATH = Pattern.compile("`([a-z]+(?:/[A-Za-z0-9_.]+)+)`");
  private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT))(?:\\.main)?`");

  @Test
  void recipes_nameFilesThatExist() throws IOException {
    Set<String> paths = named(PATH);

    assertThat(paths).hasSizeGreaterThan(20);
    assertThat(paths)
        .allSatisfy(
            path ->
                assertThat(Path.of(path.startsWith("src/") ? path : "src/main/java/sluice/" + path))
                    .exists());
  }

  @Test
  void recipes_nameTestsThatExist() throws IOException {
    Set<String> sources;
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      sources = files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    }

    assertThat(named(TEST))
        .isNotEmpty()
        .allSatisfy(test -> assertThat(sources).contains(test + ".java"));
  }

  private static Set<String> named(Pattern pattern) throws IOException {
    return pattern
        .matcher(Files.readString(PAGE))
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
