package sluice.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.testing.FreePort;
import sluice.testing.TestCertificates;

/** Who is let in to a cluster with TLS. */
@Timeout(400)
class NodeTlsIT {
  private static final String USAGE = " -ext eku=serverAuth,clientAuth";

  @TempDir Path folder;

  @Test
  void whoHasNoCertificateOfTheAuthority_isRefused_andSaidInOneLine() throws Exception {
    TestCertificates certificates = new TestCertificates(folder);
    certificates.makeRsa("ca", "cameras", "-ext bc:c").makeRsa("other-ca", "others", "-ext bc:c");
    certificates.makeRsa("one", "sluice", "-signer ca" + USAGE);
    certificates.makeRsa("two", "sluice", "-signer ca" + USAGE);
    certificates.makeRsa("foreign", "sluice", "-signer other-ca" + USAGE);
    certificates.makeRsa("namesake", "somebody", "-signer ca" + USAGE);
    int port = FreePort.ofLoopback();
    try (NodeProcess first = node(1, port, tls(certificates, "one", "ca"));
        NodeProcess second = node(2, port, tls(certificates, "two", "ca"))) {
      first.awaitUp("127.0.0.1", "127.0.0.2");
      second.awaitUp("127.0.0.1", "127.0.0.2");

      try (NodeProcess foreign = node(3, port, tls(certificates, "foreign", "other-ca"))) {
        foreign.awaitLog("the connection to 127.0.0.1:" + port + " is refused: its certificate");
        first.awaitLog("a connection of another machine is refused: the other side does not take");
        assertOneLineEach(foreign);
      }
      try (NodeProcess plain = node(3, port, "")) {
        first.awaitLog("a connection of another machine is refused: it does not speak TLS");
        assertOneLineEach(plain);
      }
      try (NodeProcess namesake = node(3, port, tls(certificates, "namesake", "ca"))) {
        namesake.awaitLog("its certificate has another subject than this node's");
        assertOneLineEach(namesake);
      }
      withoutCertificate(port);
      first.awaitLog("a connection of another machine is refused: it shows no certificate");
      plainText(port);

      assertOneLineEach(first);
      assertThat(first.lines()).noneMatch(line -> line.contains("127.0.0.3"));
      assertThat(first.lines().getLast()).contains("127.0.0.2:" + port + " up");
    }
  }

  private static void assertOneLineEach(NodeProcess node) {
    assertThat(node.log())
        .doesNotContain("\tat ")
        .doesNotContain("Exception")
        .doesNotContain("ERROR");
    assertThat(node.log().lines().filter(line -> line.contains("is refused")))
        .as(node.log())
        .doesNotHaveDuplicates();
  }

  /** A client that takes any certificate and shows none. */
  private static void withoutCertificate(int port) throws Exception {
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    context.init(null, new TrustManager[] {new TakesAll()}, null);
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
      socket.setSoTimeout(20_000);
      socket.startHandshake();
      int read = socket.getInputStream().read();
      assertThat(read).as("nothing is answered").isEqualTo(-1);
    } catch (IOException e) {
      assertThat(e.getMessage()).isNotNull(); // refused, as is meant
    }
  }

  private static void plainText(int port) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .doesNotContain("HTTP");
    }
  }

  private static final class TakesAll implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  private static String tls(TestCertificates certificates, String own, String authority)
      throws Exception {
    return "tls { key = \"%s\", certificate = \"%s\", authorities = \"%s\" }\n"
        .formatted(certificates.key(own), certificates.pem(own), certificates.pem(authority));
  }

  private NodeProcess node(int number, int port, String settings) throws IOException {
    return NodeProcess.start(
        folder,
        "node-" + number + "-" + settings.hashCode(),
        """
        bind = "127.0.0.%d:%d"
        seeds = [127.0.0.1, 127.0.0.2]
        failover { detect = 3s, decide = 3s, margin = 2s }
        %s\
        """
            .formatted(number, port, settings));
  }
}
