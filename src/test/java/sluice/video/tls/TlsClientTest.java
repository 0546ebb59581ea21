package sluice.video.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.core.source.CertificateFingerprint;
import sluice.core.source.TlsTrust;
import sluice.core.util.Redaction;
import sluice.testing.TestCertificates;
import sluice.testing.TlsServer;

@Timeout(60)
class TlsClientTest {
  private static final Duration PATIENT = Duration.ofSeconds(40);

  @TempDir static Path folder;

  private static TestCertificates certificates;
  private static TlsTrust byCa;

  @BeforeAll
  static void makeCertificates() throws Exception {
    certificates =
        new TestCertificates(folder)
            .make("ca", "-ext bc:c")
            .make("named", "-signer ca -ext san=dns:cam.example,dns:lone,dns:b.example")
            .make("address", "-signer ca -ext san=ip:127.0.0.1,ip:::1")
            .make("old", "-signer ca -ext san=dns:cam.example -startdate -9d -validity 5")
            .make("early", "-signer ca -ext san=dns:cam.example -startdate +3d")
            .make("self", "-ext san=dns:cam.example");
    byCa = byFile(certificates.pem("ca"));
  }

  private static TlsTrust byFile(Path file) {
    return new TlsTrust(TlsTrust.Mode.VERIFY, Optional.empty(), Optional.of(file));
  }

  private static TlsTrust pinned(CertificateFingerprint fingerprint) {
    return new TlsTrust(TlsTrust.Mode.VERIFY, Optional.of(fingerprint), Optional.empty());
  }

  private static CertificateFingerprint fingerprint(String alias) throws Exception {
    return CertificateFingerprint.of(certificates.get(alias).getEncoded());
  }

  private static Socket connect(int port) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), port);
  }

  private static String hello(TlsServer server, String host, TlsTrust trust) throws IOException {
    try (SSLSocket socket =
        TlsClient.secure(connect(server.port()), host, server.port(), trust, PATIENT)) {
      return new String(socket.getInputStream().readNBytes(5), US_ASCII)
          + " "
          + socket.getSession().getProtocol();
    }
  }

  private static TlsFailure failure(TlsServer server, String host, TlsTrust trust)
      throws IOException {
    Socket socket = connect(server.port());
    TlsFailure failure =
        catchThrowableOfType(
            TlsFailure.class, () -> TlsClient.secure(socket, host, server.port(), trust, PATIENT));
    assertThat(failure).isNotNull();
    assertThat(socket.isClosed()).isTrue();
    assertThat(failure.getMessage())
        .isEqualTo(Redaction.redact(failure.getMessage()))
        .doesNotContain("Exception", "java.", "sun.")
        .doesNotContainPattern("[\\r\\n]");
    return failure;
  }

  private static AbstractThrowableAssert<?, ?> assertRefused(
      String certificate, String host, TlsTrust trust) throws Exception {
    try (TlsServer server = new TlsServer(certificates.server(certificate))) {
      TlsFailure failure = failure(server, host, trust);
      assertThat(failure.fingerprint()).contains(fingerprint(certificate));
      return assertThat(failure).hasMessageContaining(fingerprint(certificate).toString());
    }
  }

  @Test
  void authorityOfTheFile_isTrusted_forTheNameInTheAddress() throws Exception {
    try (TlsServer server = new TlsServer(certificates.server("named"))) {
      assertThat(hello(server, "cam.example", byCa)).isEqualTo("hello TLSv1.3");
      assertThat(hello(server, "CAM.example.", byCa)).startsWith("hello");
      assertThat(hello(server, "lone", byCa)).startsWith("hello");
      assertThat(server.names()).containsExactly("cam.example", "cam.example", "lone");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1", "0:0:0:0:0:0:0:1"})
  void addressInDigits_isCheckedAsAddress_andNotSentAsName(String host) throws Exception {
    try (TlsServer server = new TlsServer(certificates.server("address"))) {
      assertThat(hello(server, host, byCa)).startsWith("hello");
      assertThat(server.names()).isEmpty();
    }
  }

  @Test
  void tls12_isSpoken_andNothingOlder() throws Exception {
    try (TlsServer server = new TlsServer(certificates.server("named"), only("TLSv1.2"))) {
      assertThat(hello(server, "cam.example", byCa)).isEqualTo("hello TLSv1.2");
    }
    try (TlsServer server = open();
        SSLSocket socket =
            TlsClient.secure(connect(server.port()), "cam.example", 1, byCa, PATIENT)) {
      assertThat(socket.getEnabledProtocols()).containsExactly("TLSv1.3", "TLSv1.2");
    }
  }

  private static TlsServer open() throws Exception {
    return new TlsServer(certificates.server("named"));
  }

  private static Consumer<SSLServerSocket> only(String protocol) {
    return socket -> socket.setEnabledProtocols(new String[] {protocol});
  }

  @Test
  void unknownAuthority_isRefused() throws Exception {
    assertRefused("named", "cam.example", TlsTrust.SYSTEM)
        .hasMessageContaining("signed by no authority that is known here (by CN=ca)")
        .hasMessageContaining("it is for cam.example, lone, b.example")
        .hasMessageContaining("security.ca-file")
        .hasMessageContaining("tls-fingerprint = \"" + fingerprint("named") + "\"")
        .hasMessageContaining("tls = insecure");
    assertRefused("self", "cam.example", byCa).hasMessageContaining("self-signed");
  }

  @Test
  void certificateForAnotherName_isRefused() throws Exception {
    assertRefused("named", "other.example", byCa)
        .hasMessageContaining("is for cam.example, lone, b.example, not for other.example");
    assertRefused("named", "127.0.0.1", byCa).hasMessageContaining("not for 127.0.0.1");
    assertRefused("address", "127.0.0.2", byCa)
        .hasMessageContaining("is for 127.0.0.1, 0:0:0:0:0:0:0:1, not for 127.0.0.2");
    assertRefused("address", "cam.example", byCa).hasMessageContaining("not for cam.example");
  }

  @Test
  void certificateOutOfItsDates_isRefused() throws Exception {
    assertRefused("old", "cam.example", byCa).hasMessageContaining("expired on 20");
    assertRefused("early", "cam.example", byCa).hasMessageContaining("not valid before 20");
    assertRefused("old", "cam.example", byFile(certificates.pem("old")))
        .as("trusted itself")
        .hasMessageContaining("expired on 20");
  }

  @ParameterizedTest
  @ValueSource(strings = {"named", "old", "early", "self"})
  void pinnedCertificate_isTaken_whateverElseItSays(String certificate) throws Exception {
    try (TlsServer server = new TlsServer(certificates.server(certificate))) {
      assertThat(hello(server, "other.example", pinned(fingerprint(certificate))))
          .startsWith("hello");
      assertThat(hello(server, "127.0.0.1", pinned(fingerprint(certificate)))).startsWith("hello");
    }
  }

  @Test
  void otherCertificateThanThePinnedOne_isRefused_thoughAnAuthoritySignedIt() throws Exception {
    TlsTrust both =
        new TlsTrust(TlsTrust.Mode.VERIFY, Optional.of(fingerprint("self")), byCa.caFile());

    assertRefused("named", "cam.example", both)
        .hasMessageContaining("not the pinned one")
        .hasMessageContaining(fingerprint("self").toString());
    assertRefused("named", "cam.example", pinned(fingerprint("ca")))
        .as("the authority's own")
        .hasMessageContaining("not the pinned one");
  }

  @ParameterizedTest
  @ValueSource(strings = {"named", "old", "self"})
  void insecure_takesAny(String certificate) throws Exception {
    TlsTrust any = new TlsTrust(TlsTrust.Mode.INSECURE, Optional.empty(), Optional.empty());
    try (TlsServer server = new TlsServer(certificates.server(certificate))) {
      assertThat(hello(server, "other.example", any)).startsWith("hello");
      assertThat(server.names()).containsExactly("other.example");
    }
  }

  @Test
  void serverThatWantsAClientsCertificate_isNamed() throws Exception {
    try (TlsServer server =
        new TlsServer(
            certificates.server("named"),
            socket -> {
              only("TLSv1.2").accept(socket);
              socket.setNeedClientAuth(true);
            })) {
      assertThat(failure(server, "cam.example", byCa))
          .hasMessageContaining("wants a certificate of its clients");
    }
    try (TlsServer server =
            new TlsServer(certificates.server("named"), socket -> socket.setNeedClientAuth(true));
        SSLSocket socket =
            TlsClient.secure(connect(server.port()), "cam.example", 1, byCa, PATIENT)) {
      IOException later =
          catchThrowableOfType(IOException.class, () -> socket.getInputStream().read());
      assertThat(TlsClient.reason(later)).contains("wants a certificate of its clients");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"RTSP/1.0 400 Bad Request\r\n\r\n", "HTTP/1.1 400 Bad Request\r\n\r\n", "x", ""})
  void whatSpeaksNoTls_isNamed(String answer) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(
              () -> {
                try (Socket client = server.accept()) {
                  client.getInputStream().read();
                  client.getOutputStream().write(answer.getBytes(US_ASCII));
                  client.getOutputStream().flush();
                  client.shutdownOutput();
                  client.getInputStream().readAllBytes();
                } catch (IOException e) {
                  // The client left.
                }
              });
      assertThatThrownBy(
              () ->
                  TlsClient.secure(connect(server.getLocalPort()), "cam.example", 1, byCa, PATIENT))
          .isInstanceOf(TlsFailure.class)
          .hasMessageContaining("check scheme and port")
          .hasMessageNotContaining("Exception");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void silence_endsAtTheLimit_alsoWhereAByteComesNowAndThen(boolean drips) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> answerSlowly(server, drips));
      assertThatThrownBy(
              () ->
                  TlsClient.secure(
                      connect(server.getLocalPort()),
                      "cam.example",
                      1,
                      byCa,
                      Duration.ofMillis(300)))
          .isInstanceOf(TlsFailure.class)
          .hasMessageContaining("no TLS handshake within 0.3 s");
    }
  }

  /** The header of a long record of a handshake, and then nothing or its bytes one by one. */
  private static void answerSlowly(ServerSocket server, boolean drips) {
    try (Socket client = server.accept()) {
      client.getOutputStream().write(new byte[] {22, 3, 3, 0x3F, 0, 2, 0, 0x3E, 0});
      client.setSoTimeout(50);
      while (true) {
        try {
          if (client.getInputStream().read(new byte[4096]) < 0) {
            return;
          }
        } catch (SocketTimeoutException e) {
          client.getOutputStream().write(new byte[drips ? 1 : 0]);
        }
      }
    } catch (IOException e) {
      // The client left.
    }
  }

  @Test
  void fileOfAuthorities_isReadAgain_whenItChanges() throws Exception {
    Path file = Files.copy(certificates.pem("self"), folder.resolve("changing.pem"));
    try (TlsServer server = open()) {
      failure(server, "cam.example", byFile(file));
      Files.writeString(file, "the authority:\n" + Files.readString(certificates.pem("ca")));
      assertThat(hello(server, "cam.example", byFile(file))).startsWith("hello");
      Files.writeString(file, "nothing\n");
      assertThat(failure(server, "cam.example", byFile(file)))
          .hasMessageContaining("no certificate in it")
          .hasMessageContaining(file.toString());
      Files.delete(file);
      assertThat(failure(server, "cam.example", byFile(file)))
          .hasMessageContaining("it does not exist");
    }
  }
}
