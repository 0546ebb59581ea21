package sluice.video.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.testing.TestCertificates;

class SystemAuthoritiesTest {
  @TempDir Path folder;

  @Test
  void bundle_isTheOneThatTheEnvironmentNames_elseTheFirstThatExists() throws Exception {
    Path there = Files.createFile(folder.resolve("there.pem"));
    Path missing = folder.resolve("missing.pem");

    assertThat(SystemAuthorities.bundle(Map.of(), List.of(missing, there))).contains(there);
    assertThat(SystemAuthorities.bundle(Map.of(), List.of(missing))).isEmpty();
    assertThat(SystemAuthorities.bundle(Map.of("SSL_CERT_FILE", "/a.pem"), List.of(there)))
        .contains(Path.of("/a.pem"));
  }

  @Test
  void bundleWithADamagedCertificate_isReadButForThat() throws Exception {
    TestCertificates certificates = new TestCertificates(folder).make("ca", "-ext bc:c");
    Path bundle =
        Files.writeString(
            folder.resolve("bundle.pem"),
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
                + Files.readString(certificates.pem("ca")));

    assertThat(Authorities.of(Optional.of(bundle), Optional.empty()).getAcceptedIssuers())
        .containsExactly(certificates.get("ca"));
  }

  @Test
  void withoutABundle_javasOwnAuthoritiesCount() {
    assertThat(Authorities.of(Optional.empty(), Optional.empty()).getAcceptedIssuers())
        .hasSizeGreaterThan(10);
  }
}
