package sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.config.binding.Secret;
import sluice.config.settings.HostRules;

class AddressesTest {

  @ParameterizedTest
  @CsvSource({
    "10.255.0.1, true",
    "11.0.0.1, false",
    "192.168.1.127, true",
    "192.168.1.128, false",
    "1.2.3.4, true",
    "1.2.3.5, false",
    "fd12::1, true",
    "fe80::1, false",
    "169.254.169.254, false",
    "fd00:ec2::254, false",
    "fd20:ce::254, false",
    "127.0.0.1, false",
    "0.0.0.0, false",
    "::ffff:10.0.0.1, true",
  })
  void hostRules_matchAddressAgainstNetworks(String address, boolean allowed) {
    HostRules rules = new HostRules(List.of("10.0.0.0/8", "192.168.1.0/25", "1.2.3.4", "fc00::/7"));
    assertThat(rules.allows("cam", InetAddress.ofLiteral(address))).isEqualTo(allowed);
  }

  @Test
  void namedHost_isAllowed_exceptForReservedAddresses() {
    HostRules rules = new HostRules(List.of("cam.example.com", "*.lan"));
    InetAddress somewhere = InetAddress.ofLiteral("8.8.8.8");
    assertThat(rules.allows("CAM.example.com", somewhere)).isTrue();
    assertThat(rules.allows("a.b.lan", somewhere)).isTrue();
    assertThat(rules.allows("lan", somewhere)).isFalse();
    assertThat(rules.allows("evil-cam.example.com", somewhere)).isFalse();
    assertThat(rules.allows("a.lan", InetAddress.ofLiteral("169.254.169.254"))).isFalse();
  }

  @Test
  void reservedAddress_isAllowed_onlyByItsOwnRule() {
    InetAddress metadata = InetAddress.ofLiteral("169.254.169.254");
    assertThat(new HostRules(List.of("0.0.0.0/0")).allows("x", metadata)).isFalse();
    assertThat(new HostRules(List.of("169.254.0.0/16")).allows("x", metadata)).isTrue();
    assertThat(new HostRules(List.of("0.0.0.0/0")).allows("x", InetAddress.ofLiteral("8.8.8.8")))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.254.169.254",
        "::ffff:169.254.169.254",
        "100.100.100.200",
        "168.63.129.16",
        "192.0.0.192",
        "fd00:ec2::254",
        "fd00:ec2::23",
        "fd20:ce::254",
        "fd00:42::42",
        "0.1.2.3",
        "255.255.255.255",
        "ff02::1",
        "fe80::1",
        "64:ff9b::169.254.169.254",
        "64:ff9b::127.0.0.1",
        "64:ff9b:1:a9fe:00a9:fe00::",
        "2002:a9fe:a9fe::",
        "2002:7f00:1::1",
        "::169.254.169.254",
        "fd12::5efe:169.254.169.254",
      })
  void reservedAddress_isMeantByNoNetworkAroundItAndNoName(String written) {
    InetAddress address = InetAddress.ofLiteral(written);
    HostRules rules =
        new HostRules(
            List.of(
                "0.0.0.0/0",
                "0.0.0.0/4",
                "100.64.0.0/10",
                "::/0",
                "64:ff9b::/96",
                "2002::/16",
                "fc00::/7",
                "fd00::/16",
                "cam"));

    assertThat(rules.allows("cam", address)).isFalse();
    assertThat(rules.allows("x", address)).isFalse();
    assertThat(new HostRules(List.of(written)).allows("x", address)).isTrue();
  }

  @Test
  void translatedAddress_isAllowedByItsNetwork() {
    InetAddress camera = InetAddress.ofLiteral("64:ff9b::10.1.2.3");
    assertThat(new HostRules(List.of("64:ff9b::/96")).allows("x", camera)).isTrue();
    assertThat(new HostRules(List.of("10.0.0.0/8", "fc00::/7")).allows("x", camera)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0/8", "a b", "*", "*.", "1.2.3", "x/8"})
  void invalidHostRule_isRefused(String rule) {
    assertThatThrownBy(() -> new HostRules(List.of(rule)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void secret_isComparedButNotShown() {
    Secret secret = new Secret("marked");
    assertThat(secret.matches("marked")).isTrue();
    assertThat(secret.matches("marke")).isFalse();
    assertThat(secret).hasToString("***").isEqualTo(new Secret("marked"));
  }
}
