package sluice.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import sluice.config.settings.Isolation;
import sluice.http.page.PageRoutes;
import sluice.testing.ServiceChild;
import sluice.testing.TinySsd;
import sluice.video.Camera;

/**
 * Puts secrets into each form of {@link SecretForms} on each way into a service, and looks for them
 * in all that comes out of it: its log with everything in it, answers, pages, metrics, events,
 * results, names of files, threads, and what it keeps.
 */
@Timeout(400)
@EnabledOnOs(OS.LINUX)
class ServiceSecretsIT {
  private static final String STREAMS = "/api/v1/streams";
  private static final String PROBE = "/api/v1/sources/probe";
  private static final String FINE = "rtsp://127.0.0.1:1/x";

  @TempDir Path folder;
  private final Marks marks = new Marks();
  private final HttpClient client = HttpClient.newHttpClient();
  private final String token = marks.next("the token") + marks.next("the token");
  private final List<String> added = new ArrayList<>();
  private TalkativeCamera camera;
  private String base = "";

  @BeforeEach
  void start() throws IOException {
    camera = new TalkativeCamera(marks.next("a redirection"));
  }

  @AfterEach
  void end() throws IOException {
    client.close();
    camera.close();
  }

  @Test
  void service_showsNoSecret_onAnyWayOut() throws Exception {
    showsNoSecret(Isolation.OFF, SecretForms.SOURCES);
  }

  /** Each opening starts a process: addresses that are opened, each of another kind. */
  @Test
  void serviceThatIsolatesSources_showsNoSecret_onAnyWayOut() throws Exception {
    showsNoSecret(
        Isolation.NETWORK,
        List.of(
            "rtsp://{A}:{B}@HOST/cam",
            "https://{A}:{B}@HOST/x.mp4",
            "rtsps://{A}:{B}@HOST/cam",
            "rtsp://{A}:{B}%2F{C}%40%23@HOST/cam",
            "http://HOST/v.cgi?token={A}%26{B}%3D",
            "rtsp://HOST/user={A}_password={B}_channel=1_stream=0.sdp?real_stream"));
  }

  private void showsNoSecret(Isolation isolation, List<String> forms) throws Exception {
    String password = marks.next("the camera's password");
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("SLUICE_TOKEN", token);
    environment.put("PASSWORD", password + "#/@:% ");
    try (Camera good = new Camera(320, 192);
        ServerSocket silent = new ServerSocket(0)) {
      environment.put(
          "SILENT", marks.fill("rtsp://{A}:{B}@HOST/a", "127.0.0.1:" + silent.getLocalPort()));
      configure(good.url("viewer:" + password + "@"), isolation, environment);
      try (ServiceChild service = launch(environment)) {
        base = "http://127.0.0.1:" + service.port();
        service.awaitResults("good");
        service.awaitLog("stream silent: retrying", 1);
        service.awaitLog("stream talks: retrying", 1);
        service.awaitLog("stream moved: retrying", 1);
        sources(forms);
        members();
        strangers();
        look();
        marks.search("threads", threads(service.pid()));
        marks.search(
            "command line", Files.readString(Path.of("/proc/" + service.pid() + "/cmdline")));
        assertThat(service.end()).isZero();
        marks.search("log", service.log());
      }
    }
    String kept = Files.readString(folder.resolve("data/streams.json"));
    assertThat(added).isNotEmpty().allSatisfy(id -> assertThat(kept).contains("\"" + id + "\""));
    assertThat(Files.getPosixFilePermissions(folder.resolve("data/streams.json")))
        .hasToString("[OWNER_READ, OWNER_WRITE]");
    files();
    startAgainWithoutThem(environment);
    assertThat(marks.found()).isEmpty();
  }

  /** Streams of the file, whose secrets come from the environment, as far as the file is taken. */
  private void configure(String good, Isolation isolation, Map<String, String> environment)
      throws IOException {
    environment.put("GOOD", good);
    environment.put("TALKS", marks.fill("rtsp://{A}:{B}@HOST/cam?token={C}", camera.host()));
    environment.put("MOVED", marks.fill("http://{A}:{B}@HOST/x.mp4?token={C}", camera.host()));
    Files.writeString(
        folder.resolve("a.conf"),
        """
        sluice {
          data-dir = "%1$s/data"
          http { port = 0, token = ${SLUICE_TOKEN}, limits.requests-per-second = 10000 }
          security { hosts = ["127.0.0.1"], file-roots = ["%1$s"], isolation = %4$s }
          recovery { frame-timeout = 2s, min-backoff = 200ms, max-backoff = 1s }
          log.level = trace
          models.tiny { model = "%2$s", requests = 1 }
          sinks.out { type = json-lines, path = "%1$s/{stream}.jsonl" }
          defaults { model = tiny, sinks = [out] }
          streams.good.source = ${GOOD}
          streams.talks.source = ${TALKS}
          streams.moved.source = ${MOVED}
          streams.silent.source = ${SILENT}
          streams.own { source = "rtsp://%3$s/b", user = admin, password = ${PASSWORD} }
        }
        """
            .formatted(folder, TinySsd.write(folder), camera.host(), isolation.wireName()));
  }

  private ServiceChild launch(Map<String, String> environment) throws IOException {
    return ServiceChild.launch(folder.resolve("a.conf"), folder.resolve("log"), environment);
  }

  private void sources(List<String> forms) throws Exception {
    int number = 0;
    for (String form : forms) {
      String source = marks.fill(form, camera.host());
      String id = "s" + number++;
      String body = "{\"id\": \"" + id + "\", \"source\": \"" + source + "\"}";
      if (send("POST", STREAMS, body) == 201) {
        added.add(id);
        send("POST", STREAMS, body);
        send("PATCH", STREAMS + "/" + id, "{\"threshold\": 7, \"source\": \"" + source + "\"}");
        send("PUT", STREAMS + "/" + id, body);
      }
      send("PATCH", STREAMS + "/talks", "{\"source\": \"" + source + "\"}");
      send("POST", PROBE, "{\"source\": \"" + source + "\"}");
    }
  }

  private void members() throws Exception {
    for (String form : SecretForms.MEMBERS) {
      String members = "\"source\": \"" + FINE + "\", " + marks.fill(form, "h");
      send("POST", STREAMS, "{\"id\": \"m\", " + members + "}");
      send("PUT", STREAMS + "/s0", "{\"id\": \"s0\", " + members + "}");
      send("POST", PROBE, "{" + members + "}");
      send("DELETE", STREAMS + "/m", "");
    }
  }

  /** Tokens that are wrong, and right ones where none belongs. */
  private void strangers() throws Exception {
    for (String header :
        List.of("Bearer {A}", "Basic {A}", "Digest {A}", "{A}", "Bearer {A} {B}", "Bearer ")) {
      String value = marks.fill(header, "");
      receive(
          "GET " + STREAMS + " as " + header,
          HttpRequest.newBuilder(URI.create(base + STREAMS)).header("Authorization", value));
    }
    String basic = "u:" + marks.next("Basic authentication");
    receive(
        "GET with a wrong password",
        HttpRequest.newBuilder(URI.create(base + STREAMS))
            .header(
                "Authorization",
                "Basic "
                    + Base64.getEncoder().encodeToString(basic.getBytes(StandardCharsets.UTF_8))));
    send("GET", STREAMS + "?token=" + token, "");
    send("GET", "/nowhere?token=" + marks.next("a path's query"), "");
    send("PATCH", "/api/v1/log/levels", "{\"rtsp://u:" + marks.next("a logger") + "@h\": \"x\"}");
  }

  private void look() throws Exception {
    List<String> paths = new ArrayList<>();
    for (String id : List.of("good", "talks", "moved", "silent", "own", "s0")) {
      for (String path : List.of("", "/history", "/snapshot.jpg")) {
        paths.add(STREAMS + "/" + id + path);
      }
    }
    PageRoutes.ASSETS.forEach(asset -> paths.add("/assets/" + asset));
    for (String path :
        List.of("models", "config", "log/levels", "devices", "about", "openapi.json", "streams")) {
      paths.add("/api/v1/" + path);
    }
    paths.addAll(List.of("/", "/metrics", "/health/live", "/health/ready", "/health/startup"));
    for (String path : paths) {
      send("GET", path, "");
    }
    Files.writeString(
        folder.resolve("a.conf"),
        "sluice.streams.a.source = \"" + marks.fill("rtsp://u:{A}@h:x/", "") + "\"");
    assertThat(send("POST", "/api/v1/config/reload", "")).isEqualTo(422);
    HttpResponse<InputStream> events =
        client.send(
            request(STREAMS + "/good/events").build(), HttpResponse.BodyHandlers.ofInputStream());
    assertThat(events.statusCode()).isEqualTo(200);
    try (InputStream body = events.body()) {
      marks.search("events", new String(body.readNBytes(4096), StandardCharsets.UTF_8));
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path))
        .timeout(Duration.ofSeconds(60))
        .header("Authorization", "Bearer " + token)
        .header("Content-Type", "application/json");
  }

  private int send(String method, String path, String body) throws Exception {
    return receive(
        method + " " + path.replaceAll("\\?.*", "") + " " + body.replaceAll("(?s)(.{200}).*", "$1"),
        request(path).method(method, HttpRequest.BodyPublishers.ofString(body)));
  }

  private int receive(String what, HttpRequest.Builder request) throws Exception {
    HttpResponse<String> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    marks.search(what, response.headers().map() + response.body());
    return response.statusCode();
  }

  private void files() throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.toList()) {
        marks.search("the name of a file", folder.relativize(file).toString());
        boolean meant = file.endsWith("data/streams.json") || file.endsWith("a.conf");
        if (Files.isRegularFile(file) && !meant) {
          marks.search(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
        }
      }
    }
  }

  /** Streams that were kept, and may not run any more, are told of in the log. */
  private void startAgainWithoutThem(Map<String, String> environment) throws Exception {
    Files.writeString(
        folder.resolve("a.conf"),
        """
        sluice {
          data-dir = "%s/data", log.level = trace
          http { port = 0, token = ${SLUICE_TOKEN}, limits.requests-per-second = 10000 }
          security { schemes = [file] }
        }
        """
            .formatted(folder));
    try (ServiceChild service = launch(environment)) {
      service.awaitLog("can't run with this configuration", added.size());
      assertThat(service.end()).isZero();
      marks.search("log of the second start", service.log());
    }
  }

  private static String threads(long pid) throws IOException, InterruptedException {
    Path tool = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process process =
        new ProcessBuilder(tool.toString(), Long.toString(pid), "Thread.print")
            .redirectErrorStream(true)
            .start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(text).contains("sluice-changes");
    return text;
  }
}
