package sluice.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.cluster.NodeTlsEngines;
import sluice.http.api.Snapshot;
import sluice.testing.TestCertificates;

/** Nodes know each other by certificates, and nobody else is let in. */
@Timeout(120)
class ClusterTlsTest {
  private static final String USAGE = " -ext eku=serverAuth,clientAuth";
  private static final String PICTURE = "/api/v1/streams/lobby/snapshot.jpg";
  private static final String ONE = "10.0.0.1:25520";
  private static final String TWO = "10.0.0.2:25520";

  @TempDir static Path keys;
  private static TestCertificates certificates;

  @TempDir Path folder;
  private FakeCluster cluster;
  private TestService one;

  @BeforeAll
  static void makeCertificates() throws Exception {
    certificates = new TestCertificates(keys);
    certificates.makeRsa("ca", "cameras", "-ext bc:c").makeRsa("other-ca", "others", "-ext bc:c");
    certificates.makeRsa("one", "sluice", "-signer ca" + USAGE);
    certificates.makeRsa("two", "sluice", "-signer ca" + USAGE);
    certificates.makeRsa("foreign", "sluice", "-signer other-ca" + USAGE);
    certificates.makeRsa("namesake", "somebody", "-signer ca" + USAGE);
  }

  @BeforeEach
  void start() throws Exception {
    cluster = new FakeCluster(folder);
    one = node(ONE, "one", "ca");
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  private TestService node(String name, String alias, String authority) throws Exception {
    NodeTlsEngines tls = new NodeTlsEngines();
    TestService service =
        cluster.start(
            name,
            TestHttpSettings.http(),
            Optional.of(tls),
            NodeTlsEngines.settings(certificates, alias, authority));
    tls.use(service.kit.system());
    service.ports.picture = new Snapshot.Drawn(name.getBytes(StandardCharsets.US_ASCII));
    return service;
  }

  @Test
  void nodeOfTheSameAuthority_isAnswered() throws Exception {
    TestService two = node(TWO, "two", "ca");
    cluster.run("lobby", ONE, 1);
    assertThat(two.get(PICTURE).body()).isEqualTo(ONE);
    cluster.run("lobby", TWO, 2);
    assertThat(one.get(PICTURE).body()).isEqualTo(TWO);
  }

  @Test
  void nodeOfAnotherAuthority_isRefusedBothWays() throws Exception {
    TestService two = node(TWO, "foreign", "other-ca");
    cluster.run("lobby", ONE, 1);
    assertThat(two.get(PICTURE).body()).contains("node-unreachable");
    cluster.run("lobby", TWO, 2);
    assertThat(one.get(PICTURE).body()).contains("node-unreachable");
  }

  @Test
  void nodeOfAnotherSubject_isRefusedBothWays() throws Exception {
    TestService two = node(TWO, "namesake", "ca");
    cluster.run("lobby", ONE, 1);
    assertThat(two.get(PICTURE).body()).contains("node-unreachable");
    cluster.run("lobby", TWO, 2);
    assertThat(one.get(PICTURE).body()).contains("node-unreachable");
  }

  @Test
  void clientWithoutCertificate_orWithoutTls_isRefused() throws Exception {
    int port = one.server.nodeAddress().orElseThrow().getPort();
    SSLContext trusting = SSLContext.getInstance("TLS");
    trusting.init(null, new TrustManager[] {new TrustsAll()}, null);
    try (HttpClient client = HttpClient.newBuilder().sslContext(trusting).build()) {
      for (String scheme : new String[] {"https", "http"}) {
        HttpRequest request =
            HttpRequest.newBuilder(URI.create(scheme + "://127.0.0.1:" + port + PICTURE))
                .header("X-Sluice-Node", "test")
                .build();
        assertThatThrownBy(() -> client.send(request, HttpResponse.BodyHandlers.ofString()))
            .as(scheme)
            .isInstanceOf(IOException.class);
      }
    }
  }
}
