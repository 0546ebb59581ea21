package sluice.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.config.settings.HttpConfig;
import sluice.core.SluiceException;
import sluice.testing.ChildJvm;

@Timeout(60)
class TlsTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir Path folder;
  private KeyStore store;

  @BeforeEach
  void makeCertificate() throws Exception {
    Path file = folder.resolve("keys.p12");
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    String[] command = {
      keytool,
      "-genkeypair",
      "-alias",
      "test",
      "-keyalg",
      "RSA",
      "-keysize",
      "2048",
      "-dname",
      "CN=test",
      "-ext",
      "san=ip:127.0.0.1",
      "-storetype",
      "PKCS12",
      "-keystore",
      file.toString(),
      "-storepass",
      new String(PASSWORD)
    };
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor(40, TimeUnit.SECONDS)).isTrue();
    store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
  }

  private Path pem(String name, String label, byte[] der) throws Exception {
    String text =
        "-----BEGIN %s-----\n%s\n-----END %s-----\n"
            .formatted(label, Base64.getMimeEncoder().encodeToString(der), label);
    return Files.writeString(folder.resolve(name), text);
  }

  private HttpConfig.Tls files() throws Exception {
    Certificate certificate = store.getCertificate("test");
    return new HttpConfig.Tls(
        pem("cert.pem", "CERTIFICATE", certificate.getEncoded()),
        pem("key.pem", "PRIVATE KEY", store.getKey("test", PASSWORD).getEncoded()));
  }

  @Test
  void pemFiles_enableHttps() throws Exception {
    try (TestService service = new TestService(folder, TestHttpSettings.http().tls(files()));
        HttpClient client = TrustingClient.of(store.getCertificate("test"))) {
      HttpResponse<String> response =
          client.send(
              service.request("/health/live").build(), HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.headers().firstValue("Strict-Transport-Security")).isPresent();
    }
  }

  @Test
  void certificate_isReadAgain_onReload() throws Exception {
    HttpConfig.Tls files = files();
    try (TestService service = new TestService(folder, TestHttpSettings.http().tls(files))) {
      assertThat(shown(service)).isEqualTo(store.getCertificate("test"));
      Files.delete(folder.resolve("keys.p12"));
      makeCertificate();
      assertThat(shown(service)).isNotEqualTo(store.getCertificate("test"));
      files();
      service.control.reload().toCompletableFuture().join();
      assertThat(shown(service)).isEqualTo(store.getCertificate("test"));

      Files.writeString(files.key(), "nonsense");
      service.control.reload().toCompletableFuture().join();
      assertThat(shown(service)).as("the one of before").isEqualTo(store.getCertificate("test"));
    }
  }

  private static Certificate shown(TestService service) throws Exception {
    try (SSLSocket socket = connect(service, "TLSv1.3")) {
      return socket.getSession().getPeerCertificates()[0];
    }
  }

  static SSLSocket connect(TestService service, String protocol) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new TrustsAll()}, null);
    SSLSocket socket =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket("127.0.0.1", service.server.address().getPort());
    socket.setSoTimeout(20_000);
    socket.setEnabledProtocols(new String[] {protocol});
    socket.startHandshake();
    return socket;
  }

  /** A client's renegotiation costs it little and the server much. */
  @Test
  void renegotiation_isRefused() throws Exception {
    HttpConfig.Tls files = files();
    Process child =
        ChildJvm.start(
            ChildJvm.command(RenegotiationChild.class, folder, files.certificate(), files.key()),
            folder.resolve("errors").toFile());
    try (BufferedReader said = child.inputReader()) {
      assertThat(said.lines()).contains(RenegotiationChild.REFUSED);
    } finally {
      child.destroyForcibly();
    }
  }

  @Test
  void unusablePemFile_isNamedButNotQuoted() throws Exception {
    HttpConfig.Tls good = files();
    Path nonsense = Files.writeString(folder.resolve("bad.pem"), "marked nonsense");
    assertThatThrownBy(() -> Tls.of(new HttpConfig.Tls(good.certificate(), nonsense)))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("bad.pem")
        .hasMessageNotContaining("marked");
    assertThatThrownBy(() -> Tls.of(new HttpConfig.Tls(nonsense, good.key())))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("bad.pem");
  }
}
