package sluice.app.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.config.settings.HostRules;
import sluice.stage.sink.delivery.DeliveryException;
import sluice.testing.ConfigText;

class SinkHostsTest {
  private static final Map<String, List<String>> NAMES =
      Map.of(
          "receiver", List.of("10.0.0.7"),
          "outside", List.of("93.184.216.34"),
          "evil", List.of("169.254.169.254"),
          "two-faced", List.of("10.0.0.7", "169.254.169.254"),
          "localhost", List.of("127.0.0.1"));

  @TempDir Path folder;

  private static InetAddress[] lookUp(String host) throws UnknownHostException {
    if (host.equals("nowhere")) {
      throw new UnknownHostException(host);
    }
    if (host.equals("silent")) {
      throw new NameServerSilentException(host, Duration.ofSeconds(5));
    }
    return NAMES.getOrDefault(host, List.of(host)).stream()
        .map(InetAddress::ofLiteral)
        .toArray(InetAddress[]::new);
  }

  private SinkHosts byDefault() {
    HostRules rules =
        ConfigText.of(folder, "sluice.data-dir = \"" + folder + "\"").fine().security().sinkHosts();
    return new SinkHosts(() -> rules, SinkHostsTest::lookUp);
  }

  private static SinkHosts only(String... rules) {
    return new SinkHosts(() -> new HostRules(List.of(rules)), SinkHostsTest::lookUp);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "receiver",
        "outside",
        "localhost",
        "127.0.0.1",
        "::1",
        "192.168.1.1",
        "2001:db8::1"
      })
  void byDefault_anyMachineIsAllowed_thisOneToo(String host) throws Exception {
    assertThat(byDefault().connection(host)).isEqualTo(lookUp(host)[0]);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil",
        "two-faced",
        "169.254.169.254",
        "168.63.129.16",
        "100.100.100.200",
        "0.0.0.0",
        "224.0.0.1",
        "fe80::1",
        "fd00:ec2::254",
        "64:ff9b::a9fe:a9fe"
      })
  void linkLocalAndMetadataAddresses_areRefusedByDefault(String host) {
    assertThatThrownBy(() -> byDefault().connection(host))
        .isInstanceOf(DeliveryException.class)
        .hasMessageStartingWith("the machine " + host)
        .hasMessageContaining("sluice.security.sink-hosts: 0.0.0.0/0");
  }

  @Test
  void listedMachines_areTheOnlyOnes() throws Exception {
    SinkHosts listed = only("receiver", "169.254.169.254");

    assertThat(listed.connection("receiver").getHostAddress()).isEqualTo("10.0.0.7");
    assertThat(listed.connection("evil").getHostAddress()).isEqualTo("169.254.169.254");
    assertThatThrownBy(() -> listed.connection("outside"))
        .isInstanceOf(DeliveryException.class)
        .hasMessageContaining("outside, which is 93.184.216.34, is not one that sinks may be on");
    assertThatThrownBy(() -> listed.connection("two-faced")).hasMessageContaining("10.0.0.7");
  }

  @Test
  void namesThatLeadNowhere_failWithTheReason() {
    assertThatThrownBy(() -> byDefault().connection("nowhere"))
        .isInstanceOf(DeliveryException.class)
        .hasMessageContaining("no machine is called nowhere");
    assertThatThrownBy(() -> byDefault().connection("silent"))
        .isInstanceOf(DeliveryException.class)
        .hasMessageContaining("does not answer for silent within 5 s");
  }
}
