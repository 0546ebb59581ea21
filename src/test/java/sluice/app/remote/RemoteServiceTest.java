package sluice.app.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.source.CertificateFingerprint;
import sluice.testing.FreePort;
import sluice.testing.TestCertificates;

/** What answers in another way than a node of a cluster does, or not at all. */
@Timeout(60)
class RemoteServiceTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String CLUSTER =
      """
      {"node": "a:1", "nodes": [{"name": "a:1\\u001b[2J", "status": "up", "reachable": true,
        "capacity": 4, "labels": [], "weight": 0, "streams": 0, "placer": true, "more": {"a": [1]}}],
       "streams": [{"id": "x", "state": "running"}], "later": null}
      """;

  @TempDir Path folder;
  private final CountDownLatch end = new CountDownLatch(1);
  private HttpServer server;

  @AfterEach
  void close() {
    end.countDown();
    if (server != null) {
      server.stop(0);
    }
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  /** Starts a server that answers everything so. */
  private RemoteAddress answering(int status, String body) throws IOException {
    return started(HttpServer.create(anyPort(), 0), "http", status, body);
  }

  private RemoteAddress started(HttpServer made, String scheme, int status, String body) {
    server = made;
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          byte[] text = body.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Location", "http://127.0.0.1:1/");
          exchange.sendResponseHeaders(status, text.length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(text);
          }
        });
    server.start();
    return address(scheme + "://127.0.0.1:" + server.getAddress().getPort());
  }

  private static RemoteAddress address(String text) {
    return RemoteAddress.parse(text, Optional.empty()).orElseThrow();
  }

  private static RemoteCluster ask(RemoteAddress address, Duration limit) {
    try (RemoteService service = new RemoteService(address, Optional.empty(), limit)) {
      return service.cluster();
    }
  }

  private static String refusal(RemoteAddress address, Duration limit) {
    SluiceException[] thrown = new SluiceException[1];
    assertThatThrownBy(() -> ask(address, limit))
        .isInstanceOfSatisfying(SluiceException.class, failure -> thrown[0] = failure);
    assertThat(thrown[0].code()).isEqualTo(ErrorCode.REMOTE);
    assertThat(thrown[0].getMessage()).startsWith(address + ": ").doesNotContain("Exception");
    return thrown[0].getMessage();
  }

  private static String refusal(RemoteAddress address) {
    return refusal(address, LIMIT);
  }

  @Test
  void members_thatThisVersionDoesntKnow_arePassedOver_andMissingOnesLeftOut() throws IOException {
    RemoteCluster cluster = ask(answering(200, CLUSTER), LIMIT);
    assertThat(cluster.node()).isEqualTo("a:1");
    RemoteCluster.Node node = cluster.nodes().getFirst();
    assertThat(node.name()).as("no control characters").isEqualTo("a:1?[2J");
    assertThat(node.intake()).isEmpty();
    assertThat(node.toldSeconds()).isEmpty();
    assertThat(cluster.streams())
        .containsExactly(
            new RemoteCluster.Placed("x", "running", Optional.empty(), Optional.empty(), ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hello|it is no JSON",
        "''|it is no JSON object",
        "[]|it is no JSON object",
        "{\"node\": \"a\"}|its member nodes is no list",
        "{\"node\": \"a\", \"nodes\": [1]}|its member nodes is no list of such",
        "{\"node\": \"a\", \"nodes\": [], \"streams\": [{\"id\": 5}]}|its member id is no text",
        "{\"node\": \"a\", \"nodes\": [], \"streams\": []} x|it is no JSON",
        "{\"node\": \"a\", \"nodes\": [], \"streams\": []} {}|more follows",
      })
  void answerOfAnotherForm_isRefused(String body, String why) throws IOException {
    assertThat(refusal(answering(200, body)))
        .contains("what it answers can't be read: " + why)
        .endsWith("(expected: the JSON of Sluice's API; is it Sluice, and of this version?)");
  }

  @Test
  void answerThatIsTooLarge_isNotReadToItsEnd() throws IOException {
    assertThat(refusal(answering(200, "x".repeat((16 << 20) + 1))))
        .contains("its answer is larger than 16 MiB");
  }

  @ParameterizedTest
  @CsvSource({"302", "404", "500"})
  void answerOfSomethingElse_isSaidByItsStatus_andNoRedirectIsFollowed(int status)
      throws IOException {
    assertThat(refusal(answering(status, "<html>")))
        .contains("it answers with HTTP status " + status + " (expected: Sluice's API");
  }

  @Test
  void problem_isSaidInTheServicesWords_cutAndInOneLine() throws IOException {
    assertThat(refusal(answering(404, "{\"detail\": \"this service runs\\non its own\"}")))
        .endsWith(": this service runs on its own");
    close();
    assertThat(refusal(answering(503, "{\"detail\": \"" + "x".repeat(2_000) + "\"}")))
        .endsWith("x…")
        .hasSizeLessThan(600);
    close();
    assertThat(refusal(answering(421, "{}"))).contains("it doesn't go by this name");
  }

  @Test
  void nothingThatListens_andNameThatLeadsNowhere_areSaid() throws IOException {
    int port = FreePort.ofLoopback();
    assertThat(refusal(address("http://127.0.0.1:" + port)))
        .contains("nothing takes a connection there (expected: a service that runs; start it");
    assertThat(refusal(address("http://nobody.invalid"))).contains("its name can't be looked up");
  }

  @Test
  void answerThatDoesntCome_isNotWaitedForLonger() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(
              refusal(address("http://127.0.0.1:" + silent.getLocalPort()), Duration.ofMillis(200)))
          .contains("no answer came whole within 200 ms");
    }
  }

  @Test
  void bodyThatDoesntEnd_isNotWaitedForLonger() throws IOException {
    server = HttpServer.create(anyPort(), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write("{".getBytes(StandardCharsets.US_ASCII));
          exchange.getResponseBody().flush();
          try {
            end.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    server.start();
    assertThat(
            refusal(
                address("http://127.0.0.1:" + server.getAddress().getPort()),
                Duration.ofMillis(300)))
        .contains("no answer came whole within 300 ms");
  }

  @Test
  void plainServer_askedByTls_isSaid() throws Exception {
    try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread answers =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (Socket client = plain.accept()) {
                      client
                          .getOutputStream()
                          .write("HTTP/1.1 400 No\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                      end.await();
                    } catch (IOException | InterruptedException e) {
                      throw new AssertionError(e);
                    }
                  });
      assertThat(refusal(address("https://127.0.0.1:" + plain.getLocalPort())))
          .contains("TLS failed: ", "is it https at this port?");
      end.countDown();
      answers.join();
    }
  }

  @Test
  void certificate_isTakenByItsAuthority_orAsTheConfigurationsOwn_andNoOther() throws Exception {
    TestCertificates certificates =
        new TestCertificates(folder).make("gate", "-ext san=ip:127.0.0.1").make("other", "");
    HttpsServer https = HttpsServer.create(anyPort(), 0);
    https.setHttpsConfigurator(new HttpsConfigurator(certificates.server("gate")));
    RemoteAddress address = started(https, "https", 200, CLUSTER);

    assertThat(refusal(address("http" + address.toString().substring("https".length()))))
        .contains("broken off before an answer came", "does it expect https?");
    assertThat(refusal(address)).contains("its certificate is self-signed", "ca-file");
    RemoteAddress trusted =
        RemoteAddress.parse(address.toString(), Optional.of(certificates.pem("gate")))
            .orElseThrow();
    assertThat(ask(trusted, LIMIT).node()).isEqualTo("a:1");

    URI byAnotherName = URI.create(address.toString().replace("127.0.0.1", "localhost"));
    assertThat(ask(pinned(byAnotherName, certificates, "gate"), LIMIT).node()).isEqualTo("a:1");
    assertThat(refusal(pinned(byAnotherName, certificates, "other")))
        .contains("its certificate is not the one of the configuration");
    assertThat(
            refusal(
                RemoteAddress.parse(byAnotherName.toString(), Optional.of(certificates.pem("gate")))
                    .orElseThrow()))
        .contains("its certificate is for 127.0.0.1, not for localhost");
  }

  private static RemoteAddress pinned(URI uri, TestCertificates certificates, String alias)
      throws Exception {
    return new RemoteAddress(
        uri,
        Optional.of(CertificateFingerprint.of(certificates.get(alias).getEncoded())),
        Optional.empty(),
        true);
  }
}
