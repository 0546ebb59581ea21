package sluice.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sluice.app.Configuration;

/** The table of checks, and the page that describes them. */
class DoctorChecksTest {
  private static final Path PAGE = Path.of("src/docs/doctor.md");

  private static Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    names.add(new ConfigurationCheck(Configuration.reader(), Optional.empty()).name());
    DoctorChecks.of(Optional.empty()).forEach(check -> names.add(check.name()));
    return names;
  }

  @Test
  void thePage_describesEveryCheck_inItsOrder() throws IOException {
    List<String> rows =
        Files.readAllLines(PAGE).stream()
            .filter(line -> line.startsWith("| `"))
            .map(line -> line.substring(3, line.indexOf('`', 3)))
            .toList();

    assertThat(rows).containsExactlyElementsOf(names());
  }

  @Test
  void names_areWords() {
    assertThat(names()).hasSizeGreaterThan(10).allMatch(name -> name.matches("[a-z-]+"));
  }
}
