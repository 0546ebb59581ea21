package sluice.http.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.http.TestHttpSettings;

class AllowedHostsTest {
  private static AllowedHosts names(String bind, String... allowed) {
    return new AllowedHosts(TestHttpSettings.http().bind(bind).hosts(Set.of(allowed)).build());
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "LOCALHOST:8080", "127.0.0.1:9000", "[::1]:8080"})
  void ownHostNames_areAllowed(String host) {
    assertThat(names("127.0.0.1").allowsHost(host)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "evil.example",
        "localhost.evil.example",
        "10.0.0.1",
        "evil.example:8080",
        "localhost@evil.example",
        "localhost:x",
        "[::1",
      })
  void otherHostNames_areRefused(String host) {
    assertThat(names("127.0.0.1").allowsHost(host)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "cams.example.com, cams.example.com:1234, true",
    "cams.example.com:443, cams.example.com:443, true",
    "cams.example.com:443, cams.example.com, false",
    "*.example.com, a.example.com, true",
    "*.example.com, example.com, false",
    "*.example.com, badexample.com, false",
  })
  void listedHostNames_areAllowed(String entry, String host, boolean expected) {
    assertThat(names("127.0.0.1", entry).allowsHost(host)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, 192.168.1.5:8080, true",
    "0.0.0.0, evil.example, false",
    "192.168.1.5, 192.168.1.5, true",
    "192.168.1.5, 192.168.1.6, false"
  })
  void hostName_isChecked_againstDnsRebinding(String bind, String host, boolean expected) {
    assertThat(names(bind).allowsHost(host)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost:8080, localhost:8080, true",
    "http://localhost:3000, localhost:8080, false",
    "http://localhost, localhost:80, true",
    "http://evil.example, localhost:8080, false",
    "https://ok.example, localhost:8080, true",
    "https://ok.example:444, localhost:8080, true",
    "null, localhost:8080, false",
    "file://, localhost:8080, false",
  })
  void origin_isAllowed_ifOwnOrListed(String origin, String host, boolean expected) {
    assertThat(names("127.0.0.1", "ok.example").allowsOrigin(origin, host)).isEqualTo(expected);
  }
}
