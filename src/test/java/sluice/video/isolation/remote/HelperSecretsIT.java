package sluice.video.isolation.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sluice.testing.CapturedLog;
import sluice.testing.ChildJvm;
import sluice.video.Camera;
import sluice.video.demux.DecoderSettings;

/** Where the secrets of a service and its sources are not. */
@Timeout(120)
class HelperSecretsIT {
  private static final String PASSWORD = "0pen-sesame-4711";
  private static final String VARIABLE = "a-token-of-the-service";

  @Test
  void passwordIsNeitherInCommandsNorTexts() throws Exception {
    try (CapturedLog log = CapturedLog.of(HelperLog.class);
        Camera camera = new Camera(160, 120);
        IsolatedInputs inputs = new IsolatedInputs(HelperProgram.ofThisProcess())) {
      DecoderSettings settings =
          DecoderSettings.network(camera.url("viewer:" + PASSWORD + "@"))
              .withTimeouts(Duration.ofSeconds(20), Duration.ofSeconds(1));
      try (RemoteDecoder decoder =
          (RemoteDecoder) inputs.pictures(settings, () -> false, List.of())) {
        decoder.next().picture().close();
        List<Long> all =
            Stream.concat(
                    Stream.of(decoder.pid()),
                    ProcessHandle.current().descendants().map(ProcessHandle::pid))
                .toList();
        for (long pid : all) {
          assertThat(told(pid)).isNotEmpty().doesNotContain(PASSWORD);
        }
        camera.kill();
        Throwable failure =
            catchThrowable(
                () -> {
                  for (var next = decoder.next(); next != null; next = decoder.next()) {
                    next.picture().close();
                  }
                  throw new IllegalStateException("ended");
                });
        assertThat(failure.toString()).doesNotContain(PASSWORD);
      }
      assertThat(catchThrowable(() -> inputs.pictures(settings, () -> false, List.of()).close()))
          .hasMessageContaining("rtsp://***@127.0.0.1")
          .hasMessageNotContaining(PASSWORD);
      assertThat(log.lines(Level.WARN)).noneMatch(line -> line.contains(PASSWORD));
    }
  }

  @Test
  void environmentOfTheService_isNotInherited() throws Exception {
    try (Camera camera = new Camera(160, 120)) {
      ProcessBuilder builder =
          new ProcessBuilder(ChildJvm.command(OrphanService.class, camera.url(""), camera.url("")));
      builder.environment().put("SLUICE_TOKEN", VARIABLE);
      Process service = builder.start();
      try (BufferedReader lines = service.inputReader(StandardCharsets.UTF_8)) {
        String[] pids = lines.readLine().split(" ");
        assertThat(told(service.pid())).contains(VARIABLE);
        for (String pid : pids) {
          assertThat(told(Long.parseLong(pid)))
              .contains("DecoderMain")
              .doesNotContain(VARIABLE, "SLUICE_", "HOME=", "PATH=/");
        }
      } finally {
        service.destroyForcibly().waitFor();
      }
    }
  }

  /** Command line and environment; what of them can't be read, nobody else reads either. */
  private static String told(long pid) throws IOException {
    StringBuilder all = new StringBuilder();
    for (String file : List.of("cmdline", "environ")) {
      Path path = Path.of("/proc", Long.toString(pid), file);
      try {
        all.append(Files.readString(path, StandardCharsets.ISO_8859_1));
      } catch (IOException e) {
        assertThat(file).isEqualTo("environ");
      }
    }
    return all.toString();
  }
}
