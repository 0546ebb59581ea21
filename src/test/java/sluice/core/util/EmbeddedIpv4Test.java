package sluice.core.util;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddedIpv4Test {
  @ParameterizedTest
  @CsvSource({
    "2002:a9fe:a9fe::1, 169.254.169.254",
    "64:ff9b::10.1.2.3, 10.1.2.3",
    "64:ff9b:1::10.1.2.3, 10.1.2.3",
    "64:ff9b:1:0a01:0002:0300::, 10.1.2.3",
    "2001:0:a01:203:0:0:5601:5601, 10.1.2.3",
    "2001:0:a01:203:0:0:5601:5601, 169.254.169.254",
    "::10.1.2.3, 10.1.2.3",
    "::ffff:0:10.1.2.3, 10.1.2.3",
    "fd12::5efe:10.1.2.3, 10.1.2.3",
    "2003::200:5efe:10.1.2.3, 10.1.2.3",
  })
  void address_leadsToTheOneInIt(String address, String inner) {
    assertThat(EmbeddedIpv4.of(InetAddress.ofLiteral(address)))
        .contains(InetAddress.ofLiteral(inner));
  }

  @ParameterizedTest
  @CsvSource({"10.1.2.3", "::1", "::", "2003:a9fe:a9fe::1", "fd00::10.1.2.3", "2001:db8::7f00:1"})
  void otherAddress_leadsToItselfAlone(String address) {
    assertThat(EmbeddedIpv4.of(InetAddress.ofLiteral(address))).isEmpty();
  }
}
