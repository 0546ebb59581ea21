package sluice.app.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import sluice.service.recovery.FatalErrorHandler;
import sluice.testing.BrightClip;
import sluice.testing.ChildJvm;
import sluice.testing.Interrupts;
import sluice.testing.ResultLine;
import sluice.testing.ServiceChild;
import sluice.testing.TinySsd;

/**
 * How the process of the service ends: crashed, broken beyond repair, by a signal, by two signals.
 */
@Timeout(300)
@EnabledOnOs(OS.LINUX)
class ServiceEndIT {
  private static final int ABORTED = 134;
  private static final int SEGMENTATION_FAULT = 139;
  private static final int SECOND_TERM = 143;

  @TempDir Path folder;
  private Path model;
  private Path clip;

  @BeforeEach
  void draw() throws IOException, InterruptedException {
    Interrupts.require();
    model = TinySsd.write(folder);
    clip = BrightClip.of(320, 192).write(folder.resolve("clip.mkv"), BrightClip.PERIOD);
  }

  /** A service with these lines and streams; {@code file} is one that plays the clip. */
  private void configure(String lines, String... streams) throws IOException {
    Files.writeString(
        folder.resolve("a.conf"),
        """
        sluice {
          data-dir = "%1$s/data"
          http.port = 0
          models.tiny { model = "%2$s", requests = 1, cache-dir = "%1$s/compiled" }
          sinks.out { type = json-lines, path = "%1$s/{stream}.jsonl" }
          security { hosts = [127.0.0.1, stuck-1, stuck-2], file-roots = ["%1$s"] }
          defaults { model = tiny, sinks = [out], loop = true, realtime = true }
          streams.file.source = "%3$s"
          %4$s
          %5$s
        }
        """
            .formatted(folder, model, clip, lines, String.join("\n  ", streams)));
  }

  /**
   * A flag of the JVM that makes the look-up of every name hang, which nothing can interrupt: the
   * names are in a pipe without a writer, so that the thread stays in the system's {@code open}.
   */
  private String hangingLookUps() throws IOException, InterruptedException {
    return "-Djdk.net.hosts.file=" + pipe("names");
  }

  private Path pipe(String name) throws IOException, InterruptedException {
    Path pipe = folder.resolve(name);
    assertThat(ChildJvm.start(List.of("mkfifo", pipe.toString())).waitFor()).isZero();
    return pipe;
  }

  private ServiceChild start(int number, String... flags) throws IOException {
    return ServiceChild.launch(
        folder.resolve("a.conf"), folder.resolve("log-" + number), Map.of(), flags);
  }

  @Test
  void nativeCrash_endsTheProcess_andRestartResumesEveryStream() throws Exception {
    Path data = Files.createDirectories(folder.resolve("data"));
    Files.writeString(
        data.resolve("streams.json"),
        """
        {"schema":1,"streams":{"kept":{"id":"kept","source":"%s"}},"paused":[]}
        """
            .formatted(clip));
    configure("");
    try (ServiceChild first = start(1)) {
      first.awaitResults("file");
      first.awaitResults("kept");
      first.signal("SEGV");
      assertThat(first.exitCode()).as(first.log()).isIn(ABORTED, SEGMENTATION_FAULT);
    }
    try (ServiceChild second = start(2)) {
      second.awaitResults("file");
      second.awaitResults("kept");
      second.signal("TERM");
      assertThat(second.exitCode()).as(second.log()).isZero();
      assertThat(second.log()).contains("ended in order");
    }
  }

  @Test
  void tooManyStuckThreads_endTheProcess_andOthersRunUntilThen() throws Exception {
    try (StuckDecoders stuck = new StuckDecoders()) {
      configure(
          "recovery { frame-timeout = 10s, max-stuck = 1 }", stuck.source("a"), stuck.source("b"));
      ServiceChild child = stuck.keep(start(1, stuck.flag()));
      stuck.suspend("a", "b");
      child.awaitLog("retrying: no frame came for 10 s", 2);
      child.awaitResults("file");
      assertThat(child.exitCode())
          .as(child.log())
          .isEqualTo(FatalErrorHandler.Cause.STUCK_THREADS.exitCode());
      assertThat(child.log())
          .contains("its decoder thread is stuck; 1 are (max-stuck: 1)")
          .contains("2 decoder threads are stuck", "exit code 8")
          .doesNotContain("\tat ");
    }
    assertThat(ResultLine.read(folder.resolve("file.jsonl"))).isNotEmpty();
  }

  @Test
  void nameServerThatHangs_endsNothing() throws Exception {
    configure(
        "recovery.max-stuck = 1",
        "streams.a.source = \"rtsp://stuck-1/\", streams.a.loop = false",
        "streams.b.source = \"rtsp://stuck-2/\", streams.b.loop = false");
    try (ServiceChild child = start(1, hangingLookUps())) {
      child.awaitLog("the name server does not answer for stuck-1 within 5 s", 1);
      child.awaitLog("the name server does not answer for stuck-2 within 5 s", 1);
      child.awaitResults("file");
      child.signal("TERM");
      assertThat(child.exitCode()).as(child.log()).isZero();
      assertThat(child.log()).contains("ended in order").doesNotContain("is stuck");
    }
  }

  @Test
  void repeatedDeviceFailures_endTheProcess() throws Exception {
    model = TinySsd.failing(folder);
    configure("recovery { min-backoff = 100ms, max-backoff = 200ms, max-device-failures = 2 }");
    try (ServiceChild child = start(1)) {
      assertThat(child.exitCode())
          .as(child.log())
          .isEqualTo(FatalErrorHandler.Cause.DEVICE_FAILURES.exitCode());
      assertThat(child.log())
          .contains("the device failed 3 times in a row (max-device-failures: 2)", "exit code 9")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void inferencesBeyondTheTimeLimit_endTheProcess() throws Exception {
    model = TinySsd.verySlow(folder);
    configure(
        "recovery { min-backoff = 100ms, max-backoff = 200ms, inference-timeout = 100ms,"
            + " max-device-failures = 1 }");
    try (ServiceChild child = start(1)) {
      assertThat(child.exitCode())
          .as(child.log())
          .isEqualTo(FatalErrorHandler.Cause.DEVICE_FAILURES.exitCode());
      assertThat(child.log())
          .contains("an inference has not returned within", "the device failed 2 times in a row");
    }
  }

  @Test
  void termination_isOrderly_whileCameraConnectHangs() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      silent.setSoTimeout(60_000);
      configure(
          "recovery.frame-timeout = 1h, shutdown.timeout = 20s",
          "streams.hangs.source = \"rtsp://127.0.0.1:"
              + silent.getLocalPort()
              + "/\", streams.hangs.loop = false");
      try (ServiceChild child = start(1);
          Socket connected = silent.accept()) {
        child.awaitResults("file");
        child.signal("TERM");
        assertThat(child.exitCode()).as(child.log()).isZero();
        assertThat(child.log()).contains("ended in order");
        assertThat(connected.isConnected()).isTrue();
      }
    }
  }

  @Test
  void secondTermination_endsUnfinishedWorkAtOnce() throws Exception {
    try (StuckDecoders stuck = new StuckDecoders()) {
      configure("recovery.frame-timeout = 1h, shutdown.timeout = 1h", stuck.source("a"));
      ServiceChild child = stuck.keep(start(1, stuck.flag()));
      stuck.suspend("a");
      child.awaitResults("file");
      child.signal("TERM");
      child.awaitLog("ending: frames under way and files are being finished", 1);
      child.signal("TERM");
      assertThat(child.exitCode()).as(child.log()).isEqualTo(SECOND_TERM);
    }
  }
}
