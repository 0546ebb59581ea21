package sluice.cluster;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.config.settings.ClusterConfig.Tls;
import sluice.testing.TestCertificates;

class NodeKeysTest {
  @TempDir static Path folder;
  private static TestCertificates certificates;

  @BeforeAll
  static void make() throws Exception {
    certificates = new TestCertificates(folder);
    certificates.makeRsa("ca", "ca", "-ext bc:c").make("elliptic", "-signer ca");
    certificates.makeRsa("node", "sluice", "-signer ca").makeRsa("own", "sluice", "");
  }

  @Test
  void filesThatBelongTogether_areTaken() {
    assertThatCode(() -> check("node", "node", "ca")).doesNotThrowAnyException();
  }

  @Test
  void keyOfAnother_isRefused() {
    assertThatThrownBy(() -> check("own", "node", "ca"))
        .hasMessageContaining("sluice.cluster.tls.key: ")
        .hasMessageContaining("not the key of");
  }

  @Test
  void certificateOfAnotherAuthority_isRefused() {
    assertThatThrownBy(() -> check("own", "own", "ca"))
        .hasMessageContaining("sluice.cluster.tls.certificate: ")
        .hasMessageContaining("not signed by");
  }

  @Test
  void keyThatIsNotRsa_isRefused() {
    assertThatThrownBy(() -> check("elliptic", "elliptic", "ca"))
        .hasMessageContaining("an RSA key as PKCS #8 in PEM");
  }

  @Test
  void fileWithoutAKey_isRefused() throws Exception {
    Path none = certificates.pem("ca");

    assertThatThrownBy(
            () -> NodeKeys.check(new Tls(none, certificates.pem("node"), certificates.pem("ca"))))
        .hasMessageContaining("no such key in it");
  }

  private static void check(String key, String certificate, String authority) throws Exception {
    NodeKeys.check(
        new Tls(certificates.key(key), certificates.pem(certificate), certificates.pem(authority)));
  }
}
