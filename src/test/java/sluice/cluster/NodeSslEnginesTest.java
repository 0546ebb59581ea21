package sluice.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeSslEnginesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Empty client certificate chain | it shows no certificate
          Unsupported or unrecognized SSL message | it does not speak TLS
          (certificate_unknown) PKIX path validation failed: Path does not chain | not signed by the authority of sluice.cluster.tls.authorities
          Received fatal alert: certificate_unknown | the other side does not take this node's certificate
          (handshake_failure) no cipher suites in common | no cipher suites in common
          """)
  void reasons_areSaidPlainly(String java, String said) {
    assertThat(NodeSslEngines.reason(new SSLHandshakeException(java))).contains(said);
  }
}
