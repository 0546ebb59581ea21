package sluice.video.isolation.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Level;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.core.SluiceException;
import sluice.core.TransportChoice;
import sluice.core.TransportProtocol;
import sluice.core.source.CertificateFingerprint;
import sluice.core.source.SourceAddress;
import sluice.core.source.TlsTrust;
import sluice.core.source.TlsTrust.Mode;
import sluice.testing.CapturedLog;
import sluice.testing.TestCertificates;
import sluice.video.DatagramCamera;
import sluice.video.DigestAuthority;
import sluice.video.HeaderServer;
import sluice.video.OpenMedia;
import sluice.video.RtpStream;
import sluice.video.RtspServer;
import sluice.video.RtspServer.Ending;
import sluice.video.TestClip;
import sluice.video.TlsFront;
import sluice.video.decode.InputOpener;
import sluice.video.decode.VideoDecoder;
import sluice.video.demux.ConnectionTarget;
import sluice.video.demux.DecoderSettings;

/** Cameras and servers of all kinds, read by a decoder's process as they are read here. */
@Timeout(120)
class RemoteSourcesIT {
  private static final String PASSWORD = "p#/@:% \"\\ä";

  @TempDir static Path certificates;
  private static TestCertificates keys;
  private static RtpStream stream;

  @TempDir Path folder;
  private final IsolatedInputs isolated = new IsolatedInputs(HelperProgram.ofThisProcess());

  @BeforeAll
  static void prepare() throws Exception {
    keys =
        new TestCertificates(certificates)
            .make("ca", "-ext bc:c")
            .make("camera", "-signer ca -ext san=dns:cam.test");
    stream = RtpStream.of(new TestClip().coded("libopenh264", "yuv420p").gop(10), 40);
  }

  @AfterEach
  void nothingIsLeft() {
    isolated.close();
    assertThat(isolated.running()).isZero();
    assertThat(OpenMedia.pictures()).isZero();
    assertThat(OpenMedia.inputs()).isZero();
    assertThat(PictureMapping.open()).isZero();
  }

  @ParameterizedTest
  @EnumSource(Ending.class)
  void cameraOverTcp_isReadUntilItClosesOrFallsSilent(Ending ending) throws IOException {
    try (RtspServer camera = new RtspServer(stream, ending, "admin:secret")) {
      Comparison.Outcome outcome = assertSame(camera.url("admin:secret@"));
      assertThat(outcome.pictures()).hasSizeGreaterThan(30);
      assertThat(outcome.info().transport()).contains(TransportProtocol.TCP);
      assertThat(Objects.requireNonNull(outcome.failure()).text())
          .contains(ending == Ending.CLOSE ? "closed the connection" : "silent for 0.5 s");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = TransportChoice.class,
      names = {"AUTO", "UDP"})
  void cameraOverUdp_isRead(TransportChoice transport) throws IOException {
    try (CapturedLog log = CapturedLog.of(IsolatedInputs.class);
        DatagramCamera camera = new DatagramCamera(stream, 0, 200, "");
        VideoDecoder decoder = open(network(camera.url("")).withTransport(transport))) {
      assertThat(log.lines(Level.INFO)) // a wider box that nobody asked for
          .hasSize(transport == TransportChoice.AUTO ? 1 : 0)
          .allMatch(line -> line.contains("transport = tcp keeps it from that"));
      assertThat(decoder.info().transport()).contains(TransportProtocol.UDP);
      for (int i = 0; i < 100; i++) {
        Shown.of(Objects.requireNonNull(decoder.next()));
      }
      assertThat(decoder.damagedPackets()).isZero();
      assertThat(camera.requests().stream().anyMatch(request -> request.contains("/TCP")))
          .isEqualTo(transport == TransportChoice.AUTO);
    }
  }

  @Test
  void cameraOverUdp_failsInTheSameWords() throws IOException {
    try (DatagramCamera camera = new DatagramCamera(stream, 0, 200, "");
        DatagramCamera silent = new DatagramCamera(stream, 1, 25, "");
        RtspServer within = new RtspServer(stream, Ending.SILENCE, null)) {
      assertThatThrownBy(() -> open(network(camera.url("")).withTransport(TransportChoice.TCP)))
          .isInstanceOf(SluiceException.class)
          .hasMessageContaining("transport = udp");
      for (TransportChoice transport : List.of(TransportChoice.UDP, TransportChoice.AUTO)) {
        assertSameFailure(
            impatient(silent.url("")).withTransport(transport), "no packet came over UDP");
      }
      assertSameFailure(
          network(within.url("")).withTransport(TransportChoice.UDP), "unicast over UDP");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"authority", "fingerprint", "insecure"})
  void tls_isRead_whereTheCertificateIsRight(String how) throws Exception {
    String clip = clip("ts");
    try (RtspServer camera = new RtspServer(stream, Ending.CLOSE, null);
        HeaderServer server = new HeaderServer(_ -> ok(clip) + clip);
        TlsFront rtsps = new TlsFront(keys.server("camera"), camera.port());
        TlsFront https = new TlsFront(keys.server("camera"), server.port())) {
      String host = how.equals("authority") ? "cam.test" : "other.test";
      Comparison.Outcome outcome =
          Comparison.assertSame(
              isolated, trusting("rtsps://" + host + ":" + rtsps.port() + "/cam", trust(how)));
      assertThat(outcome.pictures()).hasSizeGreaterThan(30);
      outcome =
          Comparison.assertSame(
              isolated, trusting("https://" + host + ":" + https.port() + "/v", trust(how)));
      assertThat(outcome.pictures()).hasSize(20);
      assertThat(https.names()).containsOnly(host);
    }
  }

  @Test
  void certificateThatIsNotTrusted_isRefusedInTheSameWords() throws Exception {
    try (HeaderServer server = new HeaderServer(_ -> "");
        TlsFront front = new TlsFront(keys.server("camera"), server.port())) {
      String address = "rtsps://u:s3cr3t@cam.test:" + front.port() + "/v";
      assertSameFailure(trusting(address, TlsTrust.SYSTEM), "tls-fingerprint");
      TlsTrust missing =
          new TlsTrust(Mode.VERIFY, Optional.empty(), Optional.of(folder.resolve("none.pem")));
      assertSameFailure(trusting(address, missing), "none.pem");
    }
  }

  @Test
  void serverAtAnAddressOfIpv6_isRead() throws Exception {
    InetAddress loopback = InetAddress.ofLiteral("::1");
    assumeTrue(NetworkInterface.getByInetAddress(loopback) != null, "this machine has no ::1");
    String clip = clip("ts");
    TlsTrust trust = trust("insecure");
    try (HeaderServer server = new HeaderServer(loopback, _ -> ok(clip) + clip);
        TlsFront front = new TlsFront(keys.server("camera"), loopback, server.port())) {
      for (String url :
          List.of("http://[::1]:" + server.port() + "/v", "https://[::1]:" + front.port() + "/v")) {
        DecoderSettings settings = network(url).withEndpoint(new ConnectionTarget(loopback, trust));
        assertThat(Comparison.assertSame(isolated, settings).pictures()).hasSize(20);
      }
    }
  }

  private static TlsTrust trust(String how) throws Exception {
    return switch (how) {
      case "authority" -> new TlsTrust(Mode.VERIFY, Optional.empty(), Optional.of(keys.pem("ca")));
      case "fingerprint" ->
          new TlsTrust(
              Mode.VERIFY,
              Optional.of(CertificateFingerprint.of(keys.get("camera").getEncoded())),
              Optional.empty());
      default -> new TlsTrust(Mode.INSECURE, Optional.empty(), Optional.empty());
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"MD5", "SHA-256"})
  void digest_logsIn(String algorithm) throws IOException {
    String clip = clip("mkv");
    DigestAuthority camerasOwn = authority(algorithm);
    DigestAuthority serversOwn = authority(algorithm);
    try (RtspServer camera = RtspServer.behind(camerasOwn, stream);
        HeaderServer server =
            new HeaderServer(
                header ->
                    serversOwn.allows("GET", HeaderServer.field(header, "Authorization:"))
                        ? ok(clip) + clip
                        : "HTTP/1.1 401 No\r\nContent-Length: 0\r\n"
                            + serversOwn.challenges()
                            + "\r\n")) {
      assertThat(read(loggedIn(camera.url(""), PASSWORD)).pictures()).hasSizeGreaterThan(30);
      String address = "http://127.0.0.1:" + server.port() + "/clip.mkv";
      assertThat(read(loggedIn(address, PASSWORD)).pictures()).hasSize(20);
      assertThat(camerasOwn.wrongAnswers() + serversOwn.wrongAnswers()).isZero();
      assertSameFailure(
          network(loggedIn(camera.url(""), "wrong")), "user or password refused (401)");
    }
  }

  /** The authority counts on with each request, so that it is for one client. */
  private Comparison.Outcome read(String url) {
    return Comparison.read(isolated, network(url), List.of());
  }

  private static DigestAuthority authority(String algorithm) {
    return new DigestAuthority("admin", PASSWORD, List.of(algorithm), 1000);
  }

  private static String loggedIn(String address, String password) {
    return new SourceAddress(address).withCredentials("admin", password).reveal();
  }

  /** Pictures of it are timed by their arrival. */
  @Test
  void liveMjpeg_isRead() throws IOException {
    String body = mjpeg(10);
    try (HeaderServer server =
        new HeaderServer(_ -> "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + body)) {
      DecoderSettings settings = network("http://127.0.0.1:" + server.port() + "/video.mjpg");
      Comparison.Outcome here = Comparison.read(InputOpener.IN_PROCESS, settings, List.of());
      Comparison.Outcome there = Comparison.read(isolated, settings, List.of());
      assertThat(there.info()).isEqualTo(here.info());
      assertThat(there.info().clock()).isFalse();
      assertThat(there.failure()).isEqualTo(here.failure());
      assertThat(there.pictures())
          .extracting(Shown::planes)
          .isEqualTo(here.pictures().stream().map(Shown::planes).toList())
          .hasSize(10);
      List<Long> times = new ArrayList<>();
      there.pictures().forEach(picture -> times.add(picture.timestampNanos()));
      assertThat(times).isSorted().doesNotHaveDuplicates().startsWith(0L);
    }
  }

  private String mjpeg(int pictures) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int n = 0; n < pictures; n++) {
      byte[] jpeg =
          Files.readAllBytes(
              new TestClip().coded("mjpeg", "yuvj420p").write(folder.resolve(n + ".jpg"), 1));
      String part =
          "--cam\r\nContent-Type: image/jpeg\r\nContent-Length: " + jpeg.length + "\r\n\r\n";
      body.writeBytes(part.getBytes(StandardCharsets.US_ASCII));
      body.writeBytes(jpeg);
      body.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    return body.toString(StandardCharsets.ISO_8859_1);
  }

  private String clip(String container) throws IOException {
    Path clip = new TestClip().write(folder.resolve("clip." + container), 20);
    return Files.readString(clip, StandardCharsets.ISO_8859_1);
  }

  private static String ok(String body) {
    return "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + body.length() + "\r\n\r\n";
  }

  private Comparison.Outcome assertSame(String url) {
    return Comparison.assertSame(isolated, network(url));
  }

  private void assertSameFailure(DecoderSettings settings, String text) {
    assertThat(Comparison.assertSameFailure(isolated, settings).text())
        .contains(text)
        .doesNotContain("s3cr3t");
  }

  private VideoDecoder open(DecoderSettings settings) {
    return isolated.pictures(settings, () -> false, List.of());
  }

  private static DecoderSettings network(String url) {
    return DecoderSettings.network(url)
        .withTimeouts(Duration.ofSeconds(20), Duration.ofMillis(500));
  }

  private static DecoderSettings impatient(String url) {
    return network(url).withTimeouts(Duration.ofMillis(1500), Duration.ofSeconds(10));
  }

  private static DecoderSettings trusting(String url, TlsTrust trust) {
    return network(url).withEndpoint(new ConnectionTarget(InetAddress.getLoopbackAddress(), trust));
  }
}
