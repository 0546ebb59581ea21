package sluice.stage.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.core.Playback;
import sluice.core.SluiceException;
import sluice.core.source.TlsTrust;
import sluice.core.source.TlsTrust.Mode;
import sluice.testing.TestCertificates;
import sluice.video.HeaderServer;
import sluice.video.RtpStream;
import sluice.video.RtspServer;
import sluice.video.TestClip;
import sluice.video.TlsFront;
import sluice.video.decode.DecodedPicture;
import sluice.video.demux.ConnectionTarget;
import sluice.video.demux.Interrupt;
import sluice.video.image.SharedFrame;
import sluice.video.proxy.InputProxy;

/** Cameras and servers behind TLS, whose certificates are checked. */
@Timeout(60)
class TlsSourceIT {
  @TempDir static Path certificates;
  private static TestCertificates keys;

  @TempDir Path folder;

  @BeforeAll
  static void makeCertificates() throws Exception {
    keys =
        new TestCertificates(certificates)
            .make("ca", "-ext bc:c")
            .make("camera", "-signer ca -ext san=dns:cam.test")
            .make("other", "-signer ca -ext san=dns:other.test");
  }

  @AfterEach
  void nothingIsLeft() {
    assertThat(SharedFrame.open()).isZero();
    assertThat(Interrupt.open()).isZero();
    assertThat(InputProxy.open()).isZero();
  }

  @Test
  void rtsps_isRead_whereTheCertificateIsRight() throws Exception {
    try (RtspServer camera =
            new RtspServer(RtpStream.of(new TestClip(), 10), RtspServer.Ending.CLOSE, "u:p");
        TlsFront front = new TlsFront(keys.server("camera"), camera.port())) {
      assertThat(pictures("rtsps://u:p@cam.test:" + front.port() + "/cam", authority()))
          .isGreaterThan(5);
      assertThat(front.names()).containsOnly("cam.test");
      assertThat(camera.requests()).anyMatch(request -> request.startsWith("PLAY"));
    }
  }

  @Test
  void https_isRead_whereTheCertificateIsRight() throws Exception {
    byte[] clip = Files.readAllBytes(new TestClip().write(folder.resolve("clip.ts"), 20));
    String answer =
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + clip.length + "\r\n\r\n";
    try (HeaderServer server =
            new HeaderServer(_ -> answer + new String(clip, StandardCharsets.ISO_8859_1));
        TlsFront front = new TlsFront(keys.server("camera"), server.port())) {
      assertThat(pictures("https://cam.test:" + front.port() + "/v", authority())).isEqualTo(20);
      assertThat(front.names()).containsOnly("cam.test");
      assertThat(server.headers().getFirst()).contains("Host: cam.test:" + front.port() + "\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"https", "rtsps"})
  void serverWhoseCertificateIsNotTrusted_hearsNothing(String scheme) throws Exception {
    try (HeaderServer server = new HeaderServer(_ -> "");
        TlsFront wrong = new TlsFront(keys.server("other"), server.port())) {
      String address = scheme + "://u:s3cr3t@cam.test:" + wrong.port() + "/v";
      for (TlsTrust trust : new TlsTrust[] {authority(), TlsTrust.SYSTEM}) {
        assertThatThrownBy(() -> open(address, trust))
            .isInstanceOf(SluiceException.class)
            .hasMessageStartingWith(scheme + "://***@cam.test:" + wrong.port() + "/v: ")
            .hasMessageContaining("tls-fingerprint")
            .hasMessageNotContaining("s3cr3t");
      }
      assertThat(server.headers()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"https", "rtsps"})
  void serverThatWantsAClientsCertificate_isNamedAsSuch(String scheme) throws Exception {
    try (HeaderServer server = new HeaderServer(_ -> "");
        TlsFront front =
            new TlsFront(
                keys.server("camera"), InetAddress.getLoopbackAddress(), server.port(), true)) {
      assertThatThrownBy(() -> open(scheme + "://cam.test:" + front.port() + "/v", authority()))
          .hasMessageContaining("wants a certificate of its clients");
    }
  }

  @Test
  void insecure_takesAnyCertificate() throws Exception {
    try (RtspServer camera =
            new RtspServer(RtpStream.of(new TestClip(), 10), RtspServer.Ending.CLOSE, null);
        TlsFront front = new TlsFront(keys.server("other"), camera.port())) {
      TlsTrust any = new TlsTrust(Mode.INSECURE, Optional.empty(), Optional.empty());
      assertThat(pictures("rtsps://cam.test:" + front.port() + "/cam", any)).isGreaterThan(5);
    }
  }

  private static TlsTrust authority() throws Exception {
    return new TlsTrust(Mode.VERIFY, Optional.empty(), Optional.of(keys.pem("ca")));
  }

  private static int pictures(String address, TlsTrust trust) {
    int pictures = 0;
    try (SourceReader reader = open(address, trust)) {
      DecodedPicture next;
      while ((next = reader.next()) != null) {
        next.picture().close();
        pictures++;
      }
    } catch (SluiceException end) {
      assertThat(end).as("a camera has no end").hasMessageContaining("closed the connection");
    }
    return pictures;
  }

  private static SourceReader open(String address, TlsTrust trust) {
    SourceSettings settings =
        new SourceSettings(SourceLocation.parse(address), Playback.builder().build());
    return SourceOpener.of(
            settings,
            _ -> new ConnectionTarget(InetAddress.getLoopbackAddress(), trust),
            new SourceProgress())
        .open(() -> false);
  }
}
