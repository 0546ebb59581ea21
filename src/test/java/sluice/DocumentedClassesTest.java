package sluice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Classes of tests and of long runs that documents name are there. */
class DocumentedClassesTest {
  private static final Pattern NAME =
      Pattern.compile("\\b([A-Z][A-Za-z0-9]*[a-z0-9](?:Test|IT|Run))\\b");

  @Test
  void testsAndRunsThatDocumentsName_exist() throws IOException {
    Set<String> classes = classes();
    List<String> missing = new ArrayList<>();
    for (Path document : documents()) {
      Matcher names = NAME.matcher(Files.readString(document));
      while (names.find()) {
        if (!classes.contains(names.group(1))) {
          missing.add(document.getFileName() + ": " + names.group(1));
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  private static Set<String> classes() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".java"))
          .map(name -> name.substring(0, name.length() - ".java".length()))
          .collect(Collectors.toSet());
    }
  }

  private static List<Path> documents() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/docs"))) {
      List<Path> documents =
          new ArrayList<>(files.filter(file -> file.toString().endsWith(".md")).toList());
      documents.add(Path.of("README.md"));
      return documents;
    }
  }
}
