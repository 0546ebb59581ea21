package sluice.app.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.config.settings.HostRules;
import sluice.config.settings.SecurityConfig;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.source.SourceAddress;
import sluice.stage.source.SourceLocation;

class SourceGuardTest {
  private static final Map<String, String> NAMES =
      Map.of("cam", "10.0.0.7", "evil", "169.254.169.254", "outside", "93.184.216.34");

  @TempDir Path folder;

  private SourceGuard guard() {
    return guard(List.of("10.0.0.0/8", "fc00::/7"));
  }

  private SourceGuard guard(List<String> hosts) {
    SecurityConfig rules =
        new SecurityConfig(
            Set.of("rtsp", "http", "https", "file"),
            new HostRules(hosts),
            List.of(folder.resolve("in")));
    return new SourceGuard(
        () -> rules,
        host -> {
          if (host.equals("twice")) {
            return new InetAddress[] {
              InetAddress.ofLiteral("10.0.0.7"), InetAddress.ofLiteral("93.184.216.34")
            };
          }
          if (host.equals("nowhere")) {
            throw new UnknownHostException(host);
          }
          return new InetAddress[] {InetAddress.ofLiteral(NAMES.getOrDefault(host, host))};
        });
  }

  @ParameterizedTest
  @CsvSource({
    "rtsp://cam/1, 10.0.0.7",
    "rtsp://user:p%40ss@cam:554/a?b=c%40d:1, 10.0.0.7",
    "rtsp://10.1.2.3:8554/x, 10.1.2.3",
    "rtsp://[fc00::1]:554/x, fc00:0:0:0:0:0:0:1",
    "http://cam:80?x, 10.0.0.7",
    "https://cam/v, 10.0.0.7"
  })
  void connectedAddress_isTheCheckedAddress(String written, String connected) {
    SourceAddress source = new SourceAddress(written);

    assertThat(guard().connection(source).getHostAddress()).isEqualTo(connected);
    assertThat(guard().location(source, true).address()).isEqualTo(written);
    assertThat(guard().location(source, true).name()).doesNotContain("p%40ss");
  }

  @ParameterizedTest
  @CsvSource({
    "rtsp://outside/1, hosts",
    "rtsp://u:secret@evil/1, hosts",
    "rtsp://127.0.0.1/1, hosts",
    "rtsp://twice/1, hosts",
    "http://169.254.169.254/latest, hosts",
    "demo:, schemes",
    "/dev/video0, schemes",
    "concat:a|b, schemes"
  })
  void disallowedSource_isRefusedPermanently(String source, String rule) {
    assertRefused(guard(), source, false, rule);
  }

  @Test
  void linkLocalAddresses_areNotMeantByAWideNetwork() {
    assertRefused(guard(List.of("0.0.0.0/0")), "http://169.254.169.254/", false, "hosts");
  }

  @Test
  void aNameThatLeadsNowhere_isTriedAgain() {
    assertThatThrownBy(() -> guard().connection(new SourceAddress("rtsp://u:secret@nowhere/1")))
        .hasMessageNotContaining("secret")
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INPUT));
  }

  @Test
  void filesOfTheApi_lieInTheirFolders_wherever_linksLead() throws IOException {
    Path in = Files.createDirectories(folder.resolve("in"));
    Path allowed = Files.writeString(in.resolve("a.mp4"), "x");
    Path other = Files.writeString(folder.resolve("b.mp4"), "x");
    Path link = Files.createSymbolicLink(in.resolve("c.mp4"), other);

    assertThat(guard().location(new SourceAddress(allowed.toString()), true).address())
        .isEqualTo(allowed.toString());
    assertThat(guard().location(new SourceAddress(other.toString()), false).address())
        .as("the operator's file may name any")
        .isEqualTo(other.toString());
    assertRefused(guard(), other.toString(), true, "file-roots");
    assertRefused(guard(), link.toString(), true, "file-roots");
    assertRefused(guard(), in + "/../b.mp4", true, "file-roots");
  }

  @Test
  void fileOfTheApi_isOpenedWhereItsLinksLedWhenItWasChecked() throws IOException {
    Path in = Files.createDirectories(folder.resolve("in"));
    Path allowed = Files.writeString(in.resolve("a.mp4"), "x");
    Path link = Files.createSymbolicLink(in.resolve("link.mp4"), allowed);

    SourceLocation opened = guard().location(new SourceAddress(link.toString()), true);

    assertThat(opened.address()).isEqualTo(allowed.toRealPath().toString());
    assertThat(opened.name()).isEqualTo(link.toString());
  }

  private static void assertRefused(
      SourceGuard guard, String source, boolean fromApi, String rule) {
    SourceAddress address = new SourceAddress(source);
    assertThatThrownBy(
            () -> {
              guard.location(address, fromApi);
              guard.connection(address);
            })
        .hasMessageContaining("sluice.security." + rule)
        .hasMessageNotContaining("secret")
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.USAGE));
  }
}
