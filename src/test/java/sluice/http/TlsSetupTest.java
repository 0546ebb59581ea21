package sluice.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.config.settings.HttpConfig;

/** The commands of security.md make a certificate with which the server is reached. */
@Timeout(60)
class TlsSetupTest {
  private static final Pattern COMMANDS =
      Pattern.compile("<!-- TlsSetupTest runs these. -->\\n\\n((?: {4}.*\\n)+)");

  @TempDir Path folder;

  private static String commands() throws Exception {
    Matcher matcher = COMMANDS.matcher(Files.readString(Path.of("src/docs/security.md")));
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }

  private void run(String script) throws Exception {
    Process shell =
        new ProcessBuilder("sh", "-e", "-c", script)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    assertThat(shell.waitFor(40, TimeUnit.SECONDS)).isTrue();
    assertThat(shell.exitValue()).as(Files.readString(folder.resolve("log"))).isZero();
  }

  private static Certificate read(Path file) throws Exception {
    try (InputStream in = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  @Test
  void documentedCommands_makeACertificateThatIsServedAndTrusted() throws Exception {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/openssl")),
        "openssl is needed, to make a certificate");
    run(commands());
    Path certificate = folder.resolve("cert.pem");
    HttpConfig.Tls files = new HttpConfig.Tls(certificate, folder.resolve("key.pem"));

    assertThat(Files.readString(folder.resolve("token")).strip()).hasSize(64);
    try (TestService service = new TestService(folder, TestHttpSettings.http().tls(files));
        HttpClient client = TrustingClient.of(read(certificate))) {
      HttpResponse<String> response =
          client.send(
              service.request("/health/live").build(), HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode()).isEqualTo(200);
    }
  }
}
