package sluice.app.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.config.settings.HostRules;
import sluice.config.settings.SecurityConfig;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.source.SourceAddress;

class OwnAddressesTest {
  private static final Set<InetAddress> OWN =
      Set.of(InetAddress.ofLiteral("192.168.7.2"), InetAddress.ofLiteral("fd12::2"));

  private static void open(String address, String... hosts) {
    SecurityConfig rules =
        new SecurityConfig(Set.of("rtsp"), new HostRules(List.of(hosts)), List.of());
    SourceGuard guard =
        new SourceGuard(
            () -> rules,
            host ->
                new InetAddress[] {InetAddress.ofLiteral(host.equals("me") ? "192.168.7.2" : host)},
            OWN::contains);
    guard.connection(new SourceAddress(address));
  }

  @ParameterizedTest
  @CsvSource({
    "rtsp://192.168.7.2/1, 192.168.0.0/16",
    "rtsp://192.168.7.2/1, 192.168.7.2/31",
    "rtsp://[::ffff:192.168.7.2]/1, 192.168.0.0/16",
    "rtsp://[fd12::2]/1, fc00::/7",
    "rtsp://me/1, me",
    "rtsp://me/1, 192.168.7.0/24",
  })
  void ownAddress_isNotMeantByANetworkOrAName(String address, String hosts) {
    assertThatThrownBy(() -> open(address, hosts))
        .hasMessageContaining("is an address of this machine itself")
        .hasMessageContaining("list it alone in sluice.security.hosts")
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.USAGE));
  }

  @ParameterizedTest
  @CsvSource({
    "rtsp://192.168.7.2/1, 192.168.7.2",
    "rtsp://192.168.7.2/1, 192.168.7.2/32",
    "rtsp://[::ffff:192.168.7.2]/1, 192.168.7.2",
    "rtsp://[fd12::2]/1, fd12::2",
    "rtsp://me/1, 192.168.7.2",
    "rtsp://192.168.7.3/1, 192.168.0.0/16",
  })
  void addressListedAlone_isOpened(String address, String hosts) {
    assertThatCode(() -> open(address, hosts)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1", "192.0.2.77", "fd12:3::77"})
  void loopbackAndOtherMachines_areNotOwn(String address) {
    assertThat(OwnAddresses.contain(InetAddress.ofLiteral(address))).isFalse();
  }

  @Test
  void addressesOfInterfaces_areOwn_alsoBehindATranslator() throws SocketException {
    List<InetAddress> all =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> !address.isLoopbackAddress())
            .toList();
    assumeTrue(!all.isEmpty(), "an interface with an address is needed");

    assertThat(all).allMatch(OwnAddresses::contain);
    assertThat(all)
        .filteredOn(address -> address.getAddress().length == 4)
        .allMatch(
            address ->
                OwnAddresses.contain(
                    InetAddress.ofLiteral("64:ff9b::" + address.getHostAddress())));
  }

  @Test
  void userOfTheCommandLine_isNotBound() {
    HostRules all = HostRules.unbound();
    for (String each : List.of("192.168.7.2", "169.254.169.254", "fd00:ec2::254", "ff02::1")) {
      InetAddress address = InetAddress.ofLiteral(each);
      assertThat(all.allows("x", address)).isTrue();
      assertThat(all.listsAlone(address)).isTrue();
    }
  }
}
