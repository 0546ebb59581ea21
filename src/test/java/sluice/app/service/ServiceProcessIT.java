package sluice.app.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import sluice.testing.BrightClip;
import sluice.testing.Interrupts;
import sluice.testing.ResultLine;
import sluice.testing.ServiceChild;
import sluice.testing.TinySsd;

/** {@code sluice run} in a process of its own, as a supervisor has it: without a terminal. */
@Timeout(240)
@EnabledOnOs(OS.LINUX)
class ServiceProcessIT {
  @TempDir Path folder;
  private Path log;
  private Path model;
  private Path clip;
  private ServiceChild child;
  private int starts;

  @BeforeEach
  void draw() throws IOException, InterruptedException {
    Interrupts.require();
    model = TinySsd.write(folder);
    clip = BrightClip.of(320, 192).write(folder.resolve("clip.mkv"), 25);
  }

  @AfterEach
  void leaveNoProcess() {
    if (child != null) {
      child.close();
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
    child = ServiceChild.launch(folder.resolve("a.conf"), log, Map.of());
  }

  @Test
  void service_isChangedKilledRestartedAndEnded() throws Exception {
    Path data = Files.createDirectories(folder.resolve("data"));
    Files.writeString(
        data.resolve("streams.json"),
        """
        {"schema":1,"streams":{"kept":{"id":"kept","source":"%s"}},"paused":["b"]}
        """
            .formatted(clip));
    configure("a");
    start();
    child.awaitResults("a");
    assertThat(log).content().contains("stream kept: ");
    // A file that the API named, where no folder is allowed any more.
    child.awaitLog("sluice.security.file-roots", 1);

    configure("a", "b", "c");
    child.signal("HUP");
    child.awaitLog("streams: 2 added (b, c), 0 changed, 0 removed, 2 left; models: 0 added", 1);
    child.awaitResults("c");
    assertThat(folder.resolve("b.jsonl")).as("b is paused").doesNotExist();

    Files.writeString(folder.resolve("a.conf"), "sluice.streams.a.sorce = 1");
    child.signal("HUP");
    child.awaitLog("nearest: source", 1);
    assertThat(log).content().contains("can't be used; nothing has changed");
    child.awaitResults("a");

    configure("a", "b");
    child.close();
    start();
    child.awaitResults("a");
    child.awaitLog("stream b: paused: paused before the service started", 1);

    assertThat(child.end()).as(child.log()).isZero();
    assertThat(log).content().contains("ended in order").doesNotContain("\tat ", "lost");
    assertThat(ResultLine.read(folder.resolve("a.jsonl"))).isNotEmpty();
    assertThat(ResultLine.read(folder.resolve("c.jsonl"))).isNotEmpty();
    assertThat(data.resolve("streams.json")).content().contains("\"kept\"");
  }

  @Test
  void aSecondService_isRefused_inOneLine() throws Exception {
    configure("a");
    start();
    child.awaitResults("a");
    ServiceChild first = child;
    try {
      start();
      assertThat(child.exitCode()).isEqualTo(10);
      assertThat(log).content().hasLineCount(1).contains("another Sluice").doesNotContain("\tat ");
    } finally {
      first.close();
    }
  }
}
