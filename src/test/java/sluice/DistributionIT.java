package sluice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The installation that the build has just packaged, as a user meets it. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a POSIX shell script")
class DistributionIT {
  private static final Path HOME = Path.of("target", "sluice").toAbsolutePath();
  private static final Path LAUNCHER = HOME.resolve("bin/sluice");
  private static final Map<String, String> THIS_JAVA =
      Map.of("SLUICE_JAVA_HOME", System.getProperty("java.home"));

  private record Outcome(int exitCode, String out, String err) {}

  @TempDir Path temp;

  @BeforeAll
  static void isPackaged() {
    assumeTrue(Files.exists(LAUNCHER), "target/sluice is not there: run mvn package first");
  }

  @Test
  void versionOption_printsOnlyTheVersion() throws Exception {
    Outcome outcome = run(List.of(LAUNCHER.toString(), "--version"), THIS_JAVA);
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out()).startsWith("sluice ");
    assertThat(outcome.err()).isEmpty();
  }

  @Test
  void modelsList_containsModelsOfTheManifests() throws Exception {
    Outcome outcome = run(List.of(LAUNCHER.toString(), "models", "list"), THIS_JAVA);
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains("\nperson-detection-0202 ", "built in");
  }

  @Test
  void launcher_starts_throughSymbolicLinks() throws Exception {
    Path first = Files.createSymbolicLink(temp.resolve("first"), LAUNCHER);
    Path second = Files.createSymbolicLink(temp.resolve("a second"), first.getFileName());
    try {
      assertThat(run(List.of(second.toString(), "--version"), THIS_JAVA).exitCode()).isZero();
    } finally {
      Files.delete(first); // JUnit warns of links that lead out of a temporary folder
    }
  }

  @Test
  void unsuitableAotCache_isIgnoredSilently() throws Exception {
    Map<String, String> environment =
        Map.of(
            "SLUICE_JAVA_HOME",
            System.getProperty("java.home"),
            "SLUICE_OPTS",
            "-XX:+UseParallelGC");
    Outcome outcome = run(List.of(LAUNCHER.toString(), "--version"), environment);
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.err()).isEmpty();
  }

  @Test
  void outdatedJava_isRefused_withOneLine() throws Exception {
    Path old = fakeJava("17.0.15", "exit 99");
    Outcome outcome =
        run(List.of(LAUNCHER.toString(), "--version"), Map.of("SLUICE_JAVA_HOME", old.toString()));
    assertThat(outcome.exitCode()).isEqualTo(10);
    assertThat(outcome.err().lines()).singleElement().asString().contains("Java 25");
  }

  @Test
  void outdatedJavaOnPath_isSkipped_whenJavaHomeIsRecent() throws Exception {
    Path old = fakeJava("17.0.15", "exit 99");
    Map<String, String> environment =
        Map.of(
            "PATH",
            old.resolve("bin") + ":" + System.getenv("PATH"),
            "JAVA_HOME",
            System.getProperty("java.home"));
    assertThat(run(List.of(LAUNCHER.toString(), "--version"), environment).exitCode()).isZero();
  }

  /** Natives of FFmpeg, OpenCV and OpenVINO are loaded where they lie: nothing is unpacked. */
  @Test
  void detect_writesOnlyItsResults_withoutHomeFolder() throws Exception {
    Path scratch = Files.createDirectory(temp.resolve("scratch"));
    Path video = temp.resolve("boxes.mp4");
    List<String> command =
        List.of(
            LAUNCHER.toString(),
            "detect",
            "demo:seconds=1",
            "--limit",
            "5",
            "--quiet",
            "--json",
            "-",
            "-o",
            video.toString());
    Map<String, String> environment =
        Map.of(
            "SLUICE_JAVA_HOME",
            System.getProperty("java.home"),
            "SLUICE_OPTS",
            "-Duser.home=" + scratch + " -Djava.io.tmpdir=" + scratch,
            "SLUICE_CACHE",
            temp.resolve("cache").toString());
    Outcome outcome = run(command, environment);
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.out().lines())
        .hasSize(5)
        .allSatisfy(line -> assertThat(line).contains("\"label\":\"person\""));
    assertThat(video).isNotEmptyFile();
    try (Stream<Path> written = Files.list(scratch)) {
      assertThat(written).isEmpty();
    }
  }

  /** The first command of the README, the second time round with clip and model at hand. */
  @Test
  void detectWithoutArguments_processesTheDemoClip() throws Exception {
    Path cache = temp.resolve("cache");
    Map<String, String> environment =
        Map.of(
            "SLUICE_JAVA_HOME", System.getProperty("java.home"), "SLUICE_CACHE", cache.toString());
    List<String> command = List.of(LAUNCHER.toString(), "detect");

    for (int time = 1; time <= 2; time++) {
      Outcome outcome = run(command, environment);

      assertThat(outcome.exitCode()).as(outcome.err()).isZero();
      assertThat(outcome.out())
          .startsWith("250 frames")
          .contains(
              "detections (person: ",
              "model: person-detection-hog 512x288",
              "wrote sluice-demo/people.mp4",
              "wrote sluice-demo/people.jsonl",
              "Try next:",
              "The built-in model finds standing and walking people");
      assertThat(temp.resolve("sluice-demo/people.mp4")).isNotEmptyFile();
      assertThat(Files.readAllLines(temp.resolve("sluice-demo/people.jsonl"))).hasSize(250);
    }
    try (Stream<Path> kept = Files.list(cache.resolve("demo"))) {
      assertThat(kept).hasSize(2);
    }
  }

  private Path fakeJava(String version, String script) throws IOException {
    Path home = Files.createDirectory(temp.resolve("java-" + version));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    Path java = Files.createDirectory(home.resolve("bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    return home;
  }

  /**
   * Runs a command with nothing in its environment but PATH and what is given: no HOME above all.
   */
  private Outcome run(List<String> command, Map<String, String> environment) throws Exception {
    Path out = Files.createTempFile(temp, "out", "");
    Path err = Files.createTempFile(temp, "err", "");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(temp.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", System.getenv("PATH"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ended within a minute").isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Outcome(
        process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
  }
}
