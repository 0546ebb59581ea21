package sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sluice.app.Configuration;

/** When these fail, run {@link GeneratedFiles#main} and look at what changed. */
class GeneratedFilesTest {

  @Test
  void configurationPage_matchesTheDescription() throws IOException {
    assertThat(GeneratedFiles.PAGE).hasContent(GeneratedFiles.page(Configuration.tables()));
  }

  @Test
  void referenceFile_matchesTheDescription() throws IOException {
    assertThat(Files.readString(GeneratedFiles.REFERENCE))
        .isEqualTo(GeneratedFiles.reference(Configuration.tables()));
  }

  @Test
  void referenceFile_hasExactlyTheDescribedKeysAndDefaults() {
    Config reference =
        ConfigFactory.parseFile(GeneratedFiles.REFERENCE.toFile())
            .getConfig("sluice")
            .withoutPath("stream-dispatcher");

    List<String> found = new ArrayList<>();
    for (String line : ReferenceConfWriter.describedKeys()) {
      String path = line.substring(0, line.indexOf(" = "));
      ConfigValue value = valueOrNull(reference, path);
      found.add(path + " = " + value.render(ConfigRenderOptions.concise()));
      reference = reference.withoutPath(path);
    }
    assertThat(found).isEqualTo(ReferenceConfWriter.describedKeys()).hasSizeGreaterThan(40);
    assertThat(reference.entrySet()).as("keys that no setting describes").isEmpty();
  }

  @Test
  void groupsWithinTypesOfSinks_haveTheirSettings_byTheTypesThatHaveThemAlike() {
    String filters = section("sinks.NAME.filters");
    int remote = filters.indexOf("With `type = kafka`, `mqtt`, `webhook` or `sql`:");

    assertThat(filters.substring(0, remote))
        .contains("With `type = json-lines`:", "| `kinds` |", "| `[detections]` |")
        .doesNotContain("`pictures`");
    assertThat(filters.substring(remote)).contains("| `kinds` |", "| `pictures` |");
    assertThat(section("sinks.NAME.spool"))
        .contains("With `type = kafka`, `mqtt`, `webhook` or `sql`:")
        .contains("| `max-size` |", "| `256MiB` |", "| `max-age` |", "| `sync` |")
        .doesNotContain("json-lines");
    assertThat(GeneratedFiles.reference(Configuration.tables()))
        .contains("# In filters, with type = json-lines:\n  #   kinds = [detections]\n")
        .contains("# In filters, with type = kafka, mqtt, webhook or sql:\n")
        .contains(
            "# In spool, with type = kafka, mqtt, webhook or sql:\n  #   max-size = 256MiB\n");
  }

  private static String section(String path) {
    String page = GeneratedFiles.page(Configuration.tables());
    String heading = "## " + path + "\n";
    assertThat(page).containsOnlyOnce(heading);
    String rest = page.substring(page.indexOf(heading) + heading.length());
    return rest.substring(0, rest.indexOf("\n## "));
  }

  @Test
  void pekkoDispatcher_isConfigured() {
    assertThat(ConfigFactory.load().getInt("sluice.stream-dispatcher.throughput")).isEqualTo(16);
  }

  /** A key that is null is there for objects, and absent for configurations. */
  private static ConfigValue valueOrNull(Config config, String path) {
    ConfigValue value = config.root();
    for (String key : path.split("\\.")) {
      value = value instanceof com.typesafe.config.ConfigObject object ? object.get(key) : null;
      assertThat(value).as(path).isNotNull();
    }
    return value == null ? ConfigValueFactory.fromAnyRef(null) : value;
  }
}
