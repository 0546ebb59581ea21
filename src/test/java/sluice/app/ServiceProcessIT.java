package sluice.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import sluice.Main;
import sluice.testing.ChildJvm;
import sluice.testing.Interrupts;

/** {@code sluice run} in a process of its own, as a supervisor has it: without a terminal. */
@Timeout(240)
@EnabledOnOs(OS.LINUX)
class ServiceProcessIT {
  private static final int PATIENCE = 60;

  @TempDir Path folder;
  private Path log;
  private Path model;
  private Path clip;
  private Process child;
  private int starts;

  @BeforeEach
  void draw() throws IOException, InterruptedException {
    Interrupts.require();
    model = TinySsd.write(folder);
    clip = BrightClip.of(320, 192).write(folder.resolve("clip.mkv"), 25);
  }

  @AfterEach
  void leaveNoProcess() throws InterruptedException {
    if (child != null) {
      child.destroyForcibly().waitFor();
    }
  }

  private void configure(String... streams) throws IOException {
    StringBuilder text =
        new StringBuilder(
            """
            sluice {
              data-dir = "%1$s/data"
              http.port = 0
              models.tiny.model = "%2$s"
              sinks.out { type = json-lines, path = "%1$s/{stream}.jsonl" }
              defaults { model = tiny, sinks = [out], loop = true, realtime = true }
            """
                .formatted(folder, model));
    for (String stream : streams) {
      text.append("  streams.").append(stream).append(".source = \"").append(clip).append("\"\n");
    }
    Files.writeString(folder.resolve("a.conf"), text.append("}\n"));
  }

  private void start() throws IOException {
    log = folder.resolve("log-" + ++starts);
    List<String> command =
        ChildJvm.command(
            List.of("-XX:TieredStopAtLevel=1"), Main.class, "run", "-c", folder.resolve("a.conf"));
    child =
        new ProcessBuilder(Interrupts.heard(ChildJvm.behind(List.of("setsid"), command)))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
  }

  private void awaitLog(String words) throws IOException {
    Awaitility.await(words)
        .atMost(PATIENCE, TimeUnit.SECONDS)
        .until(() -> !child.isAlive() || Files.readString(log).contains(words));
    assertThat(log).content().contains(words);
  }

  private long lines(String stream) throws IOException {
    Path file = folder.resolve(stream + ".jsonl");
    return Files.exists(file) ? Files.readString(file).lines().count() : 0;
  }

  private void awaitMoreLines(String stream) throws IOException {
    long before = lines(stream);
    Awaitility.await("results of " + stream)
        .atMost(PATIENCE, TimeUnit.SECONDS)
        .until(() -> !child.isAlive() || lines(stream) > before + 10);
    assertThat(child.isAlive()).as(Files.readString(log)).isTrue();
  }

  private int end(String signal) throws Exception {
    Interrupts.send(signal, child);
    assertThat(child.waitFor(PATIENCE, TimeUnit.SECONDS)).as("it ends").isTrue();
    return child.exitValue();
  }

  @Test
  void aServiceIsChanged_killed_startedAgain_andEnded() throws Exception {
    Path data = Files.createDirectories(folder.resolve("data"));
    Files.writeString(
        data.resolve("streams.json"),
        """
        {"schema":1,"streams":{"kept":{"id":"kept","source":"%s"}},"paused":["b"]}
        """
            .formatted(clip));
    configure("a");
    start();
    awaitMoreLines("a");
    assertThat(log).content().contains("stream kept: ");
    // A file that the API named, where no folder is allowed any more.
    awaitLog("sluice.security.file-roots");

    configure("a", "b", "c");
    Interrupts.send("HUP", child);
    awaitLog("streams: 2 added (b, c), 0 changed, 0 removed, 2 left; models: 0 added");
    awaitMoreLines("c");
    assertThat(lines("b")).as("b is paused").isZero();

    Files.writeString(folder.resolve("a.conf"), "sluice.streams.a.sorce = 1");
    Interrupts.send("HUP", child);
    awaitLog("nearest: source");
    assertThat(log).content().contains("can't be used; nothing has changed");
    awaitMoreLines("a");

    configure("a", "b");
    child.destroyForcibly().waitFor();
    start();
    awaitMoreLines("a");
    awaitLog("stream b: paused: paused before the service started");

    assertThat(end("TERM")).as(Files.readString(log)).isZero();
    assertThat(log).content().contains("ended in order").doesNotContain("\tat ", "lost");
    assertThat(ResultLine.read(folder.resolve("a.jsonl"))).isNotEmpty();
    assertThat(ResultLine.read(folder.resolve("c.jsonl"))).isNotEmpty();
    assertThat(data.resolve("streams.json")).content().contains("\"kept\"");
  }

  @Test
  void aSecondService_isRefused_inOneLine() throws Exception {
    configure("a");
    start();
    awaitMoreLines("a");
    Process first = child;
    try {
      start();
      assertThat(child.waitFor(PATIENCE, TimeUnit.SECONDS)).isTrue();

      assertThat(child.exitValue()).isEqualTo(3);
      assertThat(log).content().hasLineCount(1).contains("another Sluice").doesNotContain("\tat ");
    } finally {
      first.destroyForcibly().waitFor();
    }
  }
}
