package sluice.app.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import sluice.testing.BrightClip;
import sluice.testing.ServiceChild;
import sluice.testing.TestCertificates;
import sluice.video.HeaderServer;
import sluice.video.TlsFront;

/**
 * The table of attempts to reach what a source may not: a client of the API tries each of them on a
 * running service that allows one address. A canary listens on all addresses of this machine and
 * must hear nothing; nothing of what lies outside of the allowed folder may be seen. Without
 * processes of their own: those would be no further than the service, and take minutes to start.
 */
@Timeout(240)
@EnabledOnOs(OS.LINUX) // on which all of 127.0.0.0/8 is this machine
class SourceReachIT {
  /** The one machine that sources may be on. */
  private static final String ALLOWED = "127.0.0.2";

  @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Map<String, String> refusals = new LinkedHashMap<>();

  @Test
  void nothingIsReached_thatMayNotBe() throws Exception {
    InetAddress allowed = InetAddress.ofLiteral(ALLOWED);
    TestCertificates keys = new TestCertificates(folder).make("other.test", "");
    try (Canary canary = new Canary();
        HeaderServer behind = new HeaderServer(allowed, _ -> "");
        TlsFront wrongName = new TlsFront(keys.server("other.test"), allowed, behind.port());
        ServiceChild service = start()) {
      URI probe = URI.create("http://127.0.0.1:" + service.port() + "/api/v1/sources/probe");
      List<String> places = places(canary.port());
      for (String place : places) {
        attempt(probe, place);
      }
      for (String place : places) {
        if (isPossibleHeader(place)) {
          String scheme = place.startsWith("rtsp") ? "rtsp" : "http";
          try (HeaderServer server = HeaderServer.redirecting(allowed, "302 Found", place)) {
            attempt(probe, scheme + "://" + ALLOWED + ":" + server.port() + "/redirects");
            assertThat(server.connections()).as("redirects to %s", place).isPositive();
          }
        }
      }
      for (String scheme : List.of("https", "rtsps")) {
        attempt(probe, scheme + "://" + ALLOWED + ":" + wrongName.port() + "/v");
      }
      for (String file : files()) {
        attempt(probe, file);
      }
      assertThat(canary.heard).as("connections to the canary").isEmpty();
      assertThat(behind.headers()).as("what a server without a right certificate hears").isEmpty();
    }
    assertThat(refusals).hasSizeGreaterThan(400);
    assertThat(refusals.values())
        .allSatisfy(
            answer ->
                assertThat(answer)
                    .doesNotContain("root:")
                    .doesNotContain("Exception")
                    .doesNotContain("java."));
  }

  private static boolean isPossibleHeader(String place) {
    return place.chars().allMatch(c -> c >= ' ' && c < 0x7F);
  }

  /** Ways to write the canary's address, as an address of its own or behind the allowed one. */
  private static List<String> places(int port) throws IOException {
    List<String> hosts =
        new ArrayList<>(
            List.of(
                "127.0.0.1",
                "localhost",
                "LOCALHOST",
                "localhost.",
                "ip6-localhost",
                "127.0.0.3",
                "127.1",
                "127.0.1",
                "0177.0.0.1",
                "0x7f.0.0.1",
                "0x7f000001",
                "2130706433",
                "017700000001",
                "127.0.0.01",
                "0",
                "0.0.0.0",
                "[::1]",
                "[::]",
                "[::ffff:127.0.0.1]",
                "[::ffff:7f00:1]",
                "[::127.0.0.1]",
                "[64:ff9b::7f00:1]",
                "[2002:7f00:1::]",
                "[0:0:0:0:0:0:0:1]",
                "[::1%lo]",
                ALLOWED + "@127.0.0.1",
                ALLOWED + ":1@127.0.0.1",
                "u:" + ALLOWED + "@x@127.0.0.1",
                "127.0.0.1#@" + ALLOWED,
                "127.0.0.1/@" + ALLOWED,
                "127.0.0.1?@" + ALLOWED,
                "127.0.0.1\\@" + ALLOWED,
                "127.0.0.1%00." + ALLOWED,
                "127.0.0.1 " + ALLOWED,
                "127.0.0.1\t@" + ALLOWED,
                "127.0.0.1\r\nHost: " + ALLOWED,
                "127。0。0。1",
                "①②⑦.0.0.1"));
    for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
      each.inetAddresses()
          .map(address -> address.getHostAddress())
          .map(text -> text.contains(":") ? "[" + text + "]" : text)
          .forEach(hosts::add);
    }
    List<String> places = new ArrayList<>();
    for (String scheme : List.of("http", "rtsp", "https", "rtsps", "HTTP")) {
      for (String host : hosts) {
        int at = host.indexOf("@" + ALLOWED);
        String named =
            at < 0
                ? host + ":" + port
                : host.substring(0, 9) + ":" + port + host.substring(9); // the canary's port
        places.add(scheme + "://" + named + "/x");
      }
    }
    for (String other :
        List.of("tcp", "udp", "ftp", "gopher", "tls", "rtmp", "hls+http", "crypto")) {
      places.add(other + "://127.0.0.1:" + port + "/x");
    }
    places.add("http://169.254.169.254/latest/meta-data");
    places.add("http://[fd00:ec2::254]/latest/meta-data");
    places.add("http://[fd20:ce::254]/");
    places.add("concat:http://127.0.0.1:" + port + "/x|http://127.0.0.1:" + port + "/y");
    places.add("subfile,,start,0,end,9,,:http://127.0.0.1:" + port + "/x");
    places.add("cache:http://127.0.0.1:" + port + "/x");
    places.add("file:///etc/passwd");
    return places;
  }

  /** Files and devices that lie outside of the allowed folder, or are none. */
  private List<String> files() throws IOException {
    Path roots = folder.resolve("in");
    Path outside = BrightClip.of(64, 48).write(folder.resolve("outside.mkv"), 2);
    Files.createSymbolicLink(roots.resolve("link.mkv"), outside);
    Files.createSymbolicLink(roots.resolve("passwd"), Path.of("/etc/passwd"));
    Files.createSymbolicLink(roots.resolve("up"), folder);
    Path images = Files.createDirectory(roots.resolve("images"));
    Files.createSymbolicLink(images.resolve("a.png"), outside);
    return List.of(
        outside.toString(),
        roots.resolve("link.mkv").toString(),
        roots.resolve("passwd").toString(),
        roots.resolve("up/outside.mkv").toString(),
        roots + "/../outside.mkv",
        roots + "/images/../../outside.mkv",
        "file:" + roots + "/../outside.mkv",
        "file://" + outside,
        "file://localhost" + outside,
        "file://otherhost" + outside,
        roots.resolve("images").toString(),
        roots + "/up/*.mkv",
        "/etc/passwd",
        "/proc/self/environ",
        "/proc/self/fd/0",
        "/dev/stdin",
        "/dev/null",
        "/dev/zero",
        "/dev/video0/../null",
        "/dev/v4l/../null",
        "/dev/v4l/by-id/../../mem",
        "pipe:0",
        "fd:0",
        "-",
        "data:text/plain,x",
        "lavfi:testsrc",
        "concat:/etc/passwd",
        "subfile,,start,0,end,9,,:/etc/passwd",
        "data:video/mp4;base64,AAAA",
        outside + "\0.mkv",
        outside + "\n");
  }

  private void attempt(URI probe, String source) throws Exception {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(probe)
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"source\": " + quoted(source) + "}"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() == 200) {
      assertThat(answer.body()).as(source).contains("\"readable\":false");
    } else {
      assertThat(answer.statusCode())
          .as("%s: %s", source, answer.body())
          .isBetween(400, 499)
          .isNotEqualTo(429);
    }
    refusals.put(source, answer.body());
  }

  private static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      json.append(c < ' ' || c == '"' || c == '\\' ? String.format("\\u%04x", (int) c) : c);
    }
    return json.append('"').toString();
  }

  private ServiceChild start() throws IOException {
    Files.createDirectories(folder.resolve("in"));
    Path configuration =
        Files.writeString(
            folder.resolve("a.conf"),
            """
            sluice {
              data-dir = "%1$s/data"
              http { port = 0, limits.requests-per-second = 10000 }
              security { hosts = ["%2$s"], file-roots = ["%1$s/in"], isolation = off } # hundreds of processes
            }
            """
                .formatted(folder, ALLOWED));
    return ServiceChild.start(configuration, folder.resolve("log"));
  }

  /** Listens on every address of this machine, and should hear nothing. */
  private static final class Canary implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0);
    private final List<String> heard = new CopyOnWriteArrayList<>();

    Canary() throws IOException {
      Thread.ofVirtual().start(this::accept);
    }

    int port() {
      return server.getLocalPort();
    }

    private void accept() {
      try {
        while (true) {
          try (Socket socket = server.accept()) {
            heard.add(socket.getLocalAddress() + ":" + socket.getLocalPort());
          }
        }
      } catch (IOException e) {
        // closed
      }
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }
}
