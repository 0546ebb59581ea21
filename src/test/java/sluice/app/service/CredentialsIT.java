package sluice.app.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import sluice.testing.BrightClip;
import sluice.testing.ServiceChild;
import sluice.testing.TinySsd;

/**
 * Puts a marked password wherever one can go and searches everything that comes out of the service:
 * its log with everything in it, its answers, its files, its threads, its command line.
 */
@Timeout(240)
@EnabledOnOs(OS.LINUX)
class CredentialsIT {
  private static final String MARK = "m4rked";
  private static final String PASSWORD = MARK + "-password";
  private static final String TOKEN = MARK + "-token-0123456789";
  private static final String STREAMS = "/api/v1/streams";

  @TempDir Path folder;
  private final StringBuilder seen = new StringBuilder();
  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void password_neverAppearsInOutput() throws Exception {
    Path clip = BrightClip.of(320, 192).write(folder.resolve("clip.mkv"), 25);
    try (ServerSocket silent = new ServerSocket(0);
        ServiceChild service = start(clip, silent.getLocalPort())) {
      service.awaitResults("a");
      service.awaitLog("stream refused: retrying", 1);
      String base = "http://127.0.0.1:" + service.port();
      change(base);
      look(base);
      service.awaitLog("stream added: retrying", 1);
      seen.append(threads(service.pid()));
      seen.append(Files.readString(Path.of("/proc/" + service.pid() + "/cmdline")));
      Files.writeString(
          folder.resolve("a.conf"), "sluice.streams.a.source = \"rtsp://u:" + PASSWORD + "@h:x/\"");
      send(base, "POST", "/api/v1/config/reload", "");
      service.signal("TERM");
      assertThat(service.exitCode()).isZero();
      seen.append(service.log());
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".jsonl")).toList()) {
        seen.append(Files.readString(file));
      }
    }
    assertThat(seen.toString())
        .contains("***")
        .satisfies(all -> assertThat(around(all)).as("what came out").isEmpty());
    assertThat(Files.readString(folder.resolve("data/streams.json"))).contains(PASSWORD);
    assertThat(Files.getPosixFilePermissions(folder.resolve("data/streams.json")))
        .hasToString("[OWNER_READ, OWNER_WRITE]");
  }

  private static String around(String all) {
    int at = all.indexOf(MARK);
    return at < 0 ? "" : all.substring(Math.max(0, at - 200), Math.min(all.length(), at + 50));
  }

  private ServiceChild start(Path clip, int silentPort) throws IOException {
    Path model = TinySsd.write(folder);
    Files.writeString(
        folder.resolve("a.conf"),
        """
        sluice {
          data-dir = "%1$s/data"
          http { port = 0, token = ${SLUICE_TOKEN} }
          security.hosts = [127.0.0.1]
          recovery { frame-timeout = 1s, min-backoff = 200ms, max-backoff = 1s }
          log.level = trace
          models.tiny.model = "%2$s"
          sinks.out { type = json-lines, path = "%1$s/{stream}.jsonl" }
          defaults { model = tiny, sinks = [out] }
          streams.a { source = "%3$s", loop = true, realtime = true }
          streams.refused.source = "rtsp://admin:"${CAMERA_PASSWORD}"@127.0.0.1:1/a?password="${CAMERA_PASSWORD}
          streams.silent.source = "rtsp://admin:"${CAMERA_PASSWORD}"@127.0.0.1:%4$d/a"
          streams.own { source = "rtsp://127.0.0.1:1/b?psw="${CAMERA_PASSWORD}, user = admin }
          streams.own.password = ${CAMERA_PASSWORD}
          streams.page.source = "http://admin:"${CAMERA_PASSWORD}"@127.0.0.1:1/a.mp4?token="${CAMERA_PASSWORD}
        }
        """
            .formatted(folder, model, clip, silentPort));
    return ServiceChild.launch(
        folder.resolve("a.conf"),
        folder.resolve("log"),
        Map.of("SLUICE_TOKEN", TOKEN, "CAMERA_PASSWORD", PASSWORD));
  }

  /** Everything that a client may get wrong with a password in it. */
  private void change(String base) throws Exception {
    String source = "rtsp://admin:" + PASSWORD + "@127.0.0.1:1/b";
    assertThat(
            send(base, "POST", STREAMS, "{\"id\": \"added\", \"source\": \"" + source + "\"}")
                .statusCode())
        .isEqualTo(201);
    for (String body :
        List.of(
            "{\"id\": \"added\", \"source\": \"" + source + "\"}",
            "{\"id\": \"x\", \"source\": \"ftp://u:" + PASSWORD + "@h/\"}",
            "{\"id\": \"x\", \"source\": \"rtsp://u:" + PASSWORD + "@h:port/\"}",
            "{\"id\": \"x\", \"source\": \"" + source + "\", \"colour\": 1}",
            "{\"id\": \"x\", \"source\": \"" + source)) {
      send(base, "POST", STREAMS, body);
    }
    send(base, "PATCH", STREAMS + "/added", "{\"source\": \"rtsp://u:" + PASSWORD + "@[::x]/\"}");
    send(base, "POST", "/api/v1/sources/probe", "{\"source\": \"" + source + "\"}");
    send(base, "POST", "/api/v1/sources/probe", "{\"source\": \"gopher://u:" + PASSWORD + "@h\"}");
    HttpRequest stranger =
        HttpRequest.newBuilder(URI.create(base + STREAMS))
            .header("Authorization", "Bearer " + MARK + "-wrong")
            .build();
    HttpResponse<String> refused = client.send(stranger, HttpResponse.BodyHandlers.ofString());
    assertThat(refused.statusCode()).isEqualTo(401);
    seen.append(refused.body());
  }

  private void look(String base) throws Exception {
    for (String path :
        List.of(
            STREAMS,
            STREAMS + "/added",
            STREAMS + "/refused/history",
            "/api/v1/models",
            "/api/v1/config",
            "/api/v1/log/levels",
            "/metrics",
            "/health/ready",
            "/health/startup")) {
      send(base, "GET", path, "");
    }
  }

  private HttpResponse<String> send(String base, String method, String path, String body)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(Duration.ofSeconds(60))
            .header("Authorization", "Bearer " + TOKEN)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    seen.append(response.headers().map()).append(response.body()).append('\n');
    return response;
  }

  private static String threads(long pid) throws IOException, InterruptedException {
    Path tool = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process process =
        new ProcessBuilder(tool.toString(), Long.toString(pid), "Thread.print")
            .redirectErrorStream(true)
            .start();
    String text = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(text).contains("sluice-changes");
    return text;
  }
}
