package sluice.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.app.Configuration;
import sluice.app.doctor.Finding.Level;

class ConfigurationCheckTest {
  @TempDir Path folder;

  private ConfigurationCheck of(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("a.conf"), text);
    return new ConfigurationCheck(Configuration.reader(), Optional.of(file));
  }

  @Test
  void aFileThatIsFine_isCounted_andKept() throws IOException {
    ConfigurationCheck check = of("sluice.streams.a.source = \"demo:\"");

    assertThat(check.run())
        .containsExactly(Finding.ok(folder + "/a.conf: 1 model, 1 stream, 0 sinks"));
    assertThat(check.config()).isPresent();
  }

  @Test
  void warnings_followIt() throws IOException {
    List<Finding> found =
        of("sluice.streams.a { source = \"demo:\", motion { enabled = true, idle-fps = 4 },"
                + " detect-fps = 2 }")
            .run();

    assertThat(found).extracting(Finding::level).containsExactly(Level.OK, Level.WARNING);
    assertThat(found.get(1).found()).startsWith("sluice.streams.a.motion.idle-fps: ");
  }

  @Test
  void eachMistake_isAProblem_butNotAllAreShown() throws IOException {
    StringBuilder text = new StringBuilder("sluice {\n");
    for (int i = 0; i < 12; i++) {
      text.append("  streams.s").append(i).append(".sources = 1\n");
    }
    ConfigurationCheck check = of(text.append("}\n").toString());

    List<Finding> found = check.run();

    assertThat(found).hasSize(11).allMatch(each -> each.level() == Level.PROBLEM);
    assertThat(found.getLast().found()).endsWith("more problems");
    assertThat(found.getLast().advice()).contains("sluice check -c ");
    assertThat(check.config()).isEmpty();
  }

  @Test
  void aNamedFileThatIsMissing_isAProblem() {
    assertThat(
            new ConfigurationCheck(Configuration.reader(), Optional.of(folder.resolve("none.conf")))
                .run())
        .singleElement()
        .returns(Level.PROBLEM, Finding::level);
  }
}
