package sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.Main;
import sluice.testing.ChildJvm;

/** Help, version and refusals must not wait for what does the work. */
@Timeout(60)
class StartUpIT {
  private static final List<String> HEAVY =
      List.of(
          "org.apache.pekko.",
          "scala.",
          "com.typesafe.",
          "ch.qos.logback.",
          "org.slf4j.",
          "org.bytedeco.",
          "sluice.openvino.",
          "sluice.video.",
          "sluice.pipeline.",
          "sluice.stage.");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "--version",
        "detect --help",
        "bench --help",
        "bench a --mode fast",
        "completion",
        "detect a -m m --fps 0",
        "devices --jsn",
        "doctor --jsn",
        "cluster status --url http://127.0.0.1:1"
      })
  void noHeavyClass_isLoaded(String line) throws IOException, InterruptedException {
    Path log = folder.resolve("classes");
    Process child =
        ChildJvm.start(
            ChildJvm.command(
                List.of("-XX:TieredStopAtLevel=1", "-Xlog:class+load:file=" + log),
                Main.class,
                (Object[]) line.split(" ")));
    child.inputReader().readAllAsString();
    assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();

    List<String> loaded;
    try (var lines = Files.lines(log)) {
      loaded = lines.map(text -> text.replaceFirst("^(\\[[^]]*])*\\s*", "")).toList();
    }
    assertThat(loaded).anyMatch(name -> name.startsWith("sluice.cli.SluiceCommand "));
    assertThat(loaded).filteredOn(name -> HEAVY.stream().anyMatch(name::startsWith)).isEmpty();
  }
}
