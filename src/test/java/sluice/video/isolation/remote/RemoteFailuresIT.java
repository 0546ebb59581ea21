package sluice.video.isolation.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.core.Playback;
import sluice.core.source.TlsTrust;
import sluice.stage.source.SourceLocation;
import sluice.stage.source.SourceOpener;
import sluice.stage.source.SourceProgress;
import sluice.stage.source.SourceReader;
import sluice.stage.source.SourceSettings;
import sluice.testing.FreePort;
import sluice.video.HeaderServer;
import sluice.video.OpenMedia;
import sluice.video.RtpStream;
import sluice.video.RtspServer;
import sluice.video.Sound;
import sluice.video.TestClip;
import sluice.video.decode.DecodedPicture;
import sluice.video.demux.ConnectionTarget;
import sluice.video.demux.DecoderSettings;
import sluice.video.demux.RedirectedException;

/**
 * Inputs that can't be opened: the same failures, in the same words, as where they are read here.
 */
@Timeout(120)
class RemoteFailuresIT {
  private static final String SECRET = "s3cr3t";

  @TempDir Path folder;
  private final IsolatedInputs isolated = new IsolatedInputs(HelperProgram.ofThisProcess());

  @AfterEach
  void nothingIsLeft() {
    isolated.close();
    assertThat(isolated.running()).isZero();
    assertThat(OpenMedia.pictures()).isZero();
    assertThat(OpenMedia.inputs()).isZero();
    assertThat(PictureMapping.open()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"404 Not Found, 404", "401 Unauthorized, 401", "500 Broken, 5XX"})
  void statusOfAServer_isTold(String status, String told) throws IOException {
    try (HeaderServer server =
        new HeaderServer(_ -> "HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n")) {
      assertSame(network("http://127.0.0.1:" + server.port() + "/v?token=" + SECRET), told);
    }
  }

  @Test
  void passwordThatIsWrong_isTold() throws IOException {
    RtpStream stream = RtpStream.of(new TestClip(), 2);
    try (RtspServer server = new RtspServer(stream, RtspServer.Ending.CLOSE, "admin:right")) {
      assertSame(network(server.url("admin:" + SECRET + "@")), "401");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rtsp", "http"})
  void serverThatRefusesOrClosesOrStaysSilent_isTold(String scheme) throws IOException {
    assertSame(network(scheme + "://127.0.0.1:" + FreePort.ofLoopback() + "/"), "refused");
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      DecoderSettings settings =
          network(scheme + "://u:" + SECRET + "@127.0.0.1:" + silent.getLocalPort() + "/")
              .withTimeouts(Duration.ofMillis(500), Duration.ofSeconds(10));
      assertSame(settings, "0.5 s");
    }
  }

  @Test
  void contentThatIsNoVideo_isTold() throws IOException {
    String list = "#EXTM3U\n#EXT-X-VERSION:3\n#EXTINF:4.0,\nhls0.ts\n";
    String sound =
        Files.readString(Sound.write(folder.resolve("s.mkv")), StandardCharsets.ISO_8859_1);
    Map<String, String> bodies =
        Map.of("/list", list, "/sound", sound, "/text", "no video\n".repeat(500));
    try (HeaderServer server =
        new HeaderServer(
            header -> {
              String body = bodies.getOrDefault(header.split(" ", 3)[1], "");
              return "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: "
                  + body.length()
                  + "\r\n\r\n"
                  + body;
            })) {
      String base = "http://127.0.0.1:" + server.port();
      assertSame(network(base + "/list"), "a playlist (HLS, M3U8)");
      assertSame(network(base + "/sound"), "sound or data only");
      assertSame(network(base + "/text"), "not a video or picture");
    }
  }

  @Test
  void codecThatIsNotKnown_isTold() throws IOException {
    String sdp =
        "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
            + "m=video 0 RTP/AVP 96\r\na=rtpmap:96 X-NEW/90000\r\na=control:streamid=0\r\n";
    RtpStream good = RtpStream.of(new TestClip(), 20);
    try (RtspServer server =
        new RtspServer(new RtpStream(sdp, good.packets()), RtspServer.Ending.SILENCE, null)) {
      DecoderSettings settings =
          network(server.url("")).withTimeouts(Duration.ofSeconds(3), Duration.ofSeconds(1));
      assertSame(settings, "");
    }
  }

  @Test
  void fileOrOptionThatIsNotRight_isTold() throws IOException {
    Path clip = new TestClip().write(folder.resolve("f.mp4"), 2);
    byte[] bytes = Files.readAllBytes(clip);
    assertSame(DecoderSettings.file(clip).withOptions(Map.of("stimeout", "5")), "stimeout");
    assertSame(DecoderSettings.file(clip).withFormat("nonsense"), "\"nonsense\" is not known");
    assertSame(DecoderSettings.file(folder.resolve("missing.mp4")), "does not exist");
    Path cut = Files.write(folder.resolve("cut.mp4"), Arrays.copyOf(bytes, 300));
    assertSame(DecoderSettings.file(cut), "");
  }

  @Test
  void redirect_isTold_andFollowedByTheService() throws IOException {
    List<String> judged = new ArrayList<>();
    RtpStream stream = RtpStream.of(new TestClip(), 10);
    try (RtspServer camera = new RtspServer(stream, RtspServer.Ending.SILENCE, null);
        HeaderServer server =
            HeaderServer.redirecting(
                "302 Moved", "rtsp://other.test:" + camera.port() + "/cam?pw=" + SECRET)) {
      DecoderSettings settings =
          network("rtsp://cam.test:" + server.port() + "/v").withEndpoint(here());
      assertSame(settings, "redirects to ");
      assertThatThrownBy(() -> isolated.pictures(settings, () -> false, List.of()))
          .isInstanceOfSatisfying(
              RedirectedException.class,
              e ->
                  assertThat(e.target().reveal())
                      .isEqualTo("rtsp://other.test:" + camera.port() + "/cam?pw=" + SECRET));
      SourceSettings source =
          new SourceSettings(
              SourceLocation.parse("rtsp://cam.test:" + server.port() + "/v"),
              Playback.builder().build());
      try (SourceReader reader =
          SourceOpener.of(
                  source,
                  address -> {
                    judged.add(address.host().orElseThrow());
                    return here();
                  },
                  new SourceProgress(),
                  List.of(),
                  isolated)
              .open(() -> false)) {
        DecodedPicture first = reader.next();
        assertThat(first).isNotNull();
        first.picture().close();
      }
      assertThat(judged).containsOnly("cam.test", "other.test");
    }
  }

  private static ConnectionTarget here() {
    return new ConnectionTarget(InetAddress.getLoopbackAddress(), TlsTrust.SYSTEM);
  }

  private void assertSame(DecoderSettings settings, String text) {
    assertThat(Comparison.assertSameFailure(isolated, settings).text())
        .contains(text)
        .doesNotContain(SECRET);
  }

  private static DecoderSettings network(String url) {
    return DecoderSettings.network(url)
        .withTimeouts(Duration.ofSeconds(20), Duration.ofMillis(500));
  }
}
