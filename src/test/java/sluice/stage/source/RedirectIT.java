package sluice.stage.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.core.ErrorCode;
import sluice.core.Playback;
import sluice.core.SluiceException;
import sluice.core.UnsupportedSourceException;
import sluice.core.source.SourceAddress;
import sluice.core.source.TlsTrust;
import sluice.video.HeaderServer;
import sluice.video.RtpStream;
import sluice.video.RtspServer;
import sluice.video.TestClip;
import sluice.video.decode.DecodedPicture;
import sluice.video.demux.ConnectionTarget;
import sluice.video.demux.Interrupt;
import sluice.video.image.SharedFrame;
import sluice.video.proxy.InputProxy;

/** Servers that redirect, in HTTP and RTSP, to where they may and may not. */
@Timeout(60)
class RedirectIT {
  private static final String SECRET = "s3cr3t";

  @TempDir Path folder;
  private final List<String> judged = new ArrayList<>();
  private HeaderServer canary;

  @BeforeEach
  void listen() throws IOException {
    canary = new HeaderServer(header -> "");
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    canary.close();
    assertThat(SharedFrame.open()).isZero();
    assertThat(Interrupt.open()).isZero();
    assertThat(InputProxy.open()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"301 Moved", "302 Found", "303 See", "307 Temporary", "308 Permanent"})
  void redirectOfHttp_isJudgedBeforeAnythingIsConnected(String status) throws IOException {
    assertNotFollowed("http", status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"301 Moved", "302 Moved", "303 See Other", "305 Use Proxy"})
  void redirectOfRtsp_isJudgedBeforeAnythingIsConnected(String status) throws IOException {
    assertNotFollowed("rtsp", status);
  }

  private void assertNotFollowed(String scheme, String status) throws IOException {
    String location = scheme + "://127.0.0.1:" + canary.port() + "/x";
    try (HeaderServer server = HeaderServer.redirecting(status, location)) {
      assertThatThrownBy(() -> open(scheme + "://cam.test:" + server.port() + "/v"))
          .isInstanceOfSatisfying(
              SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INPUT))
          .hasMessageStartingWith(scheme + "://cam.test:" + server.port() + "/v: redirects to ")
          .hasMessageContaining("127.0.0.1:" + canary.port());
    }
    assertThat(judged).containsExactly("cam.test", "127.0.0.1");
    assertThat(canary.connections()).isZero();
  }

  @Test
  void redirectOfHttp_isFollowed_whereItMay() throws IOException {
    try (HeaderServer camera = new HeaderServer(_ -> clipOverHttp());
        HeaderServer server =
            HeaderServer.redirecting("302 Found", "http://other.test:" + camera.port() + "/v")) {
      assertThat(pictures("http://cam.test:" + server.port() + "/v")).isEqualTo(20);
      assertThat(camera.headers().getFirst())
          .startsWith("GET /v HTTP/1.1")
          .contains("Host: other.test:" + camera.port() + "\r\n")
          .doesNotContain("Sluice-Proxy");
    }
    assertThat(judged).containsExactly("cam.test", "other.test");
  }

  @Test
  void playlistBehindARedirect_isRefusedForGood() throws IOException {
    String list = "#EXTM3U\n#EXT-X-VERSION:3\n";
    try (HeaderServer server =
        new HeaderServer(
            header ->
                header.startsWith("GET /a ")
                    ? "HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n"
                    : "HTTP/1.1 200 OK\r\nContent-Length: " + list.length() + "\r\n\r\n" + list)) {
      assertThatThrownBy(() -> open("http://cam.test:" + server.port() + "/a"))
          .isInstanceOf(UnsupportedSourceException.class)
          .hasMessageStartingWith("http://cam.test:" + server.port() + "/a: redirects to ")
          .hasMessageContaining("HLS");
    }
  }

  @Test
  void redirectOfRtsp_isFollowed_whereItMay() throws IOException {
    try (RtspServer camera =
            new RtspServer(RtpStream.of(new TestClip(), 10), RtspServer.Ending.SILENCE, null);
        HeaderServer server =
            HeaderServer.redirecting("302 Moved", "rtsp://other.test:" + camera.port() + "/cam");
        SourceReader reader = open("rtsp://cam.test:" + server.port() + "/v")) {
      DecodedPicture first = reader.next();
      assertThat(first).isNotNull();
      first.picture().close();
    }
    assertThat(judged).containsOnly("cam.test", "other.test");
  }

  @Test
  void relativeRedirect_isOfTheSameServer_andKeepsThePassword() throws IOException {
    try (HeaderServer server =
        new HeaderServer(
            header ->
                !header.contains("Authorization")
                    ? "HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=\"c\"\r\n"
                        + "Content-Length: 0\r\n\r\n"
                    : header.startsWith("GET /a/v ")
                        ? "HTTP/1.1 302 Found\r\nLocation: ../b/w?x=1\r\n\r\n"
                        : clipOverHttp())) {
      assertThat(pictures("http://u:" + SECRET + "@cam.test:" + server.port() + "/a/v"))
          .isEqualTo(20);
      assertThat(server.headers().getLast()).startsWith("GET /b/w?x=1 ");
    }
  }

  @Test
  void passwordGoesToNoOtherServer() throws IOException {
    try (HeaderServer camera =
            new HeaderServer(
                _ ->
                    "HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=\"c\"\r\n"
                        + "Content-Length: 0\r\n\r\n");
        HeaderServer server =
            HeaderServer.redirecting("302 Found", "http://cam.test:" + camera.port() + "/v")) {
      assertThatThrownBy(() -> open("http://u:" + SECRET + "@cam.test:" + server.port() + "/v"))
          .hasMessageContaining("401")
          .hasMessageNotContaining(SECRET);
      assertThat(camera.headers()).isNotEmpty().noneMatch(h -> h.contains("Authorization"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:///etc/passwd",
        "/etc/passwd\u0000",
        "concat:a|b",
        "subfile,,start,0,end,9,,:/etc/passwd",
        "rtsp://other.test/x",
        "ftp://other.test/x",
        "http://0177.0.0.1/x",
        "http://other.test:99999/",
        "http://",
        "http://u:s3cr3t@",
      })
  void redirectToWhatIsNoVideoOfAServer_isRefused(String location) throws IOException {
    try (HeaderServer server = HeaderServer.redirecting("302 Found", location)) {
      assertThatThrownBy(() -> open("http://cam.test:" + server.port() + "/v"))
          .isInstanceOf(SluiceException.class)
          .hasMessageNotContaining(SECRET);
      assertThat(server.connections()).as("relative ones come back").isBetween(1, 10);
    }
  }

  @ParameterizedTest
  @CsvSource({"http, 1", "rtsp, 2"})
  void redirectsInACircle_end(String scheme, int connectionsEach) throws IOException {
    try (HeaderServer server = HeaderServer.redirecting("302 Found", "/again")) {
      assertThatThrownBy(() -> open(scheme + "://cam.test:" + server.port() + "/v"))
          .hasMessageContaining("redirects more than 8 times");
      assertThat(server.connections())
          .isEqualTo((NetworkSource.MOST_REDIRECTS + 1) * connectionsEach);
    }
  }

  @Test
  void redirectFromTls_toNone_isRefused() {
    assertThat(NetworkSource.follows("https", "http")).isFalse();
    assertThat(NetworkSource.follows("rtsps", "rtsp")).isFalse();
    assertThat(NetworkSource.follows("http", "https")).isTrue();
  }

  private String clipOverHttp() {
    try {
      byte[] clip = Files.readAllBytes(new TestClip().write(folder.resolve("clip.ts"), 20));
      return "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: "
          + clip.length
          + "\r\n\r\n"
          + new String(clip, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private int pictures(String address) {
    try (SourceReader reader = open(address)) {
      int pictures = 0;
      DecodedPicture next;
      while ((next = reader.next()) != null) {
        next.picture().close();
        pictures++;
      }
      return pictures;
    }
  }

  private SourceReader open(String address) {
    SourceSettings settings =
        new SourceSettings(SourceLocation.parse(address), Playback.builder().build());
    return SourceOpener.of(settings, this::admit, new SourceProgress()).open(() -> false);
  }

  /** All names are of this machine; one of them may not be connected to. */
  private ConnectionTarget admit(SourceAddress address) {
    String host = address.host().orElseThrow();
    judged.add(host);
    if (host.equals("127.0.0.1")) {
      throw new SluiceException(ErrorCode.USAGE, address + ": may not be opened");
    }
    return new ConnectionTarget(InetAddress.getLoopbackAddress(), TlsTrust.SYSTEM);
  }
}
