package sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.config.binding.CollectionTypes;
import sluice.config.binding.FileIncluder;
import sluice.testing.ConfigText;

/** What a configuration or a client may make grow has a bound, and a problem that names it. */
class ConfigBoundsTest {
  @TempDir Path folder;

  private List<String> lines(String text) {
    return ConfigText.of(folder, text).lines();
  }

  private static String numbered(int count, String pattern) {
    return IntStream.range(0, count).mapToObj(pattern::formatted).collect(Collectors.joining(", "));
  }

  @Test
  void labels_areBounded() {
    String stream = "sluice.streams.a { source = \"demo:\", labels = [%s] }";
    int most = CollectionTypes.MOST_ELEMENTS;
    assertThat(ConfigText.of(folder, stream.formatted(numbered(most, "l%d"))).fine().streams())
        .containsKey("a");
    assertThat(lines(stream.formatted(numbered(28_000, "l%d"))))
        .containsExactly("1: sluice.streams.a.labels: 28000 labels (expected: at most 1000)");
  }

  @Test
  void keysOfMaps_areBounded() {
    assertThat(lines("sluice.log.levels { " + numbered(1_001, "l%d = debug") + " }"))
        .containsExactly("1: sluice.log.levels: 1001 keys (expected: at most 1000)");
  }

  @Test
  void streams_areBounded() {
    assertThat(lines("sluice.streams { " + numbered(5_001, "s%d.source = \"demo:\"") + " }"))
        .containsExactly("1: sluice.streams: 5001 streams (expected: at most 5000)");
  }

  @Test
  void size_isBounded_withAllThatIsIncluded() throws IOException {
    String half = "# " + "x".repeat((int) (FileIncluder.MOST_BYTES / 2)) + "\n";
    Files.writeString(folder.resolve("half.conf"), half);
    assertThat(ConfigText.of(folder, "include \"half.conf\"\n").problems()).isEmpty();
    assertThat(lines("include \"half.conf\"\ninclude file(\"%s/half.conf\")\n".formatted(folder)))
        .singleElement()
        .asString()
        .contains("larger than 4 MiB");
    assertThat(lines(half + half)).singleElement().asString().contains("larger than 4 MiB");
  }
}
