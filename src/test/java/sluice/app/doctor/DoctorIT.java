package sluice.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.Main;
import sluice.app.doctor.DoctorReport.Entry;
import sluice.cli.Cli;
import sluice.core.StreamObserver;
import sluice.http.HttpServer;
import sluice.testing.ChildJvm;
import sluice.testing.FreePort;
import sluice.testing.StartedService;

/** The whole command on this machine. */
@Timeout(120)
class DoctorIT {
  @TempDir Path folder;

  private Path config(int port, Path state) throws IOException {
    return Files.writeString(
        folder.resolve("a.conf"),
        """
        sluice {
          data-dir = "%s"
          http.port = %d
          http.token = ${?DOCTOR_TOKEN}
          streams.lobby.source = "demo:empty"
          defaults { user = viewer, password = ${?DOCTOR_PASSWORD} }
          streams.gate { source = "rtsp://10.0.0.9/x", enabled = false }
        }
        """
            .formatted(state, port));
  }

  private record Ended(int exitCode, String out) {}

  private Ended run(String... arguments) throws IOException, InterruptedException {
    List<Object> words = new ArrayList<>(List.of("doctor"));
    words.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(ChildJvm.command(List.of("-Xmx256m"), Main.class, words.toArray()))
            .redirectError(Redirect.DISCARD);
    builder.environment().put("SLUICE_CACHE", folder.resolve("cache").toString());
    builder.environment().put("DOCTOR_TOKEN", "my-secret-token-0123");
    builder.environment().put("DOCTOR_PASSWORD", "hunter22");
    Process child = builder.start();
    String out = child.inputReader().readAllAsString();
    assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Ended(child.exitValue(), out);
  }

  @Test
  void aMachineThatIsFine_isSaidSo_withoutSecrets() throws IOException, InterruptedException {
    Ended ended = run("-c", config(FreePort.ofLoopback(), folder.resolve("state")).toString());

    assertThat(ended.out()).doesNotContain("hunter22", "my-secret", "viewer", "Exception");
    assertThat(ended.out().lines())
        .allMatch(line -> line.matches("(ok     |warning|problem)  [a-z-]+: .+"));
    assertThat(ended.out().lines().map(line -> line.replaceFirst(": .*", "")))
        .contains("ok       configuration", "ok       openvino", "ok       devices")
        .contains("ok       video", "ok       fonts", "ok       ports", "ok       disk");
    assertThat(ended.exitCode()).as(ended.out()).isZero();
    assertThat(folder.resolve("state")).doesNotExist();
  }

  @Test
  void anOccupiedPort_andAFolderThatCantBeWritten_areProblems()
      throws IOException, InterruptedException {
    Path file = Files.createFile(folder.resolve("file"));
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Path config = config(other.getLocalPort(), file.resolve("state"));

      Ended ended = run("-c", config.toString(), "--json");

      JsonNode json = new ObjectMapper().readTree(ended.out());
      assertThat(ended.exitCode()).isEqualTo(10);
      assertThat(json.get("problems").asInt()).isEqualTo(2);
      List<String> problems = new ArrayList<>();
      for (JsonNode each : json.get("findings")) {
        if (each.get("level").asText().equals("problem")) {
          problems.add(each.get("check").asText());
          assertThat(each.get("advice").asText()).isNotEmpty();
        }
      }
      assertThat(problems).containsExactly("disk", "ports");
    }
  }

  @Test
  void aServiceThatRuns_isRecognised() throws IOException {
    int port = FreePort.ofLoopback();
    String text = Files.readString(config(port, folder.resolve("state")));
    try (StartedService service = new StartedService(folder, text, _ -> StreamObserver.NONE)) {
      HttpServer server = service.listen();
      try {
        String out = new Cli().run("doctor", "-c", folder.resolve("a.conf").toString()).out();
        assertThat(out)
            .contains("ok       ports: HTTP: http://127.0.0.1:" + port + " is in use by a Sluice");
      } finally {
        server.stop(Duration.ofSeconds(1)).toCompletableFuture().join();
      }
    }
  }

  @Test
  void aCheckThatHangs_holdsUpNoOther() throws IOException {
    CountDownLatch never = new CountDownLatch(1);
    DoctorCheck hangs =
        new DoctorCheck() {
          @Override
          public String name() {
            return "disk";
          }

          @Override
          public List<Finding> run() {
            try {
              never.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            return List.of();
          }
        };
    Cli cli = new Cli();
    cli.doctor = new MachineDoctor(Duration.ofSeconds(1), _ -> List.of(hangs, new FontsCheck()));

    Cli.Result result = cli.run("doctor", "-c", config(0, folder.resolve("state")).toString());

    assertThat(result.exitCode()).isEqualTo(10);
    assertThat(result.out())
        .contains("\nproblem  disk: no answer within 1s; ")
        .contains("\nok       fonts: ");
    never.countDown();
  }

  @Test
  void findings_comeAsTheyAreFound() {
    List<Entry> seen = new ArrayList<>();

    DoctorReport report =
        new MachineDoctor(Duration.ofSeconds(20), _ -> List.of(new FontsCheck()))
            .examine(Optional.of(folder.resolve("none.conf")), seen::add);

    assertThat(report.entries()).isEqualTo(seen).hasSize(2);
  }
}
