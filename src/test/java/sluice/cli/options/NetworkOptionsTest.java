package sluice.cli.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.cli.Cli;
import sluice.core.TransportChoice;
import sluice.core.source.CertificateFingerprint;
import sluice.core.source.TlsTrust;

class NetworkOptionsTest {
  private static final String PIN = "0A".repeat(32);
  private static final String AUTHORITY = "src/test/resources/sluice/config/authority-a.pem";

  private final Cli cli = new Cli();

  private TlsTrust trust(String flags) {
    Cli.Result result = cli.runLine("detect rtsps://10.0.0.1/ -m m.xml " + flags);
    assertThat(result.exitCode()).isZero();
    return cli.job.asked.getLast().tls();
  }

  @Test
  void flags_sayWhatIsRequired() {
    assertThat(trust("")).isEqualTo(TlsTrust.SYSTEM);
    assertThat(trust("--tls insecure").isInsecure()).isTrue();
    assertThat(trust("--tls verify --tls-fingerprint " + PIN + " --ca-file " + AUTHORITY))
        .isEqualTo(
            new TlsTrust(
                TlsTrust.Mode.VERIFY,
                Optional.of(new CertificateFingerprint(PIN)),
                Optional.of(Path.of(AUTHORITY))));
  }

  @Test
  void transport_isAuto_unlessSaid() {
    assertThat(transport("")).isEqualTo(TransportChoice.AUTO);
    assertThat(transport("--transport udp")).isEqualTo(TransportChoice.UDP);
    assertThat(transport("--transport tcp")).isEqualTo(TransportChoice.TCP);
  }

  private TransportChoice transport(String flags) {
    assertThat(cli.runLine("detect rtsp://10.0.0.1/ -m m.xml " + flags).exitCode()).isZero();
    return cli.job.asked.getLast().playback().transport();
  }

  @ParameterizedTest
  @CsvSource({
    "--transport sctp, '--transport: sctp (expected: auto, tcp or udp'",
    "--tls off, --tls: off (expected: verify or insecure)",
    "--tls-fingerprint ab, --tls-fingerprint: ab (expected: a SHA-256 fingerprint: 64 hexadecimal",
    "--ca-file missing.pem, --ca-file: missing.pem: it does not exist (expected: a PEM file",
    "--ca-file pom.xml, --ca-file: pom.xml: no certificate in it (expected: a PEM file",
  })
  void whatCantBeUsed_isRefused(String flags, String message) {
    assertThat(cli.runLine("detect a.mp4 -m m.xml " + flags))
        .satisfies(
            result -> {
              assertThat(result.exitCode()).isEqualTo(2);
              assertThat(result.err()).contains(message);
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"detect a.mp4 -m m.xml", "probe rtsps://10.0.0.1/"})
  void fingerprintThatNobodyChecks_isRefused(String command) {
    assertThat(cli.runLine(command + " --tls insecure --tls-fingerprint " + PIN).err())
        .contains("--tls: insecure (expected: verify beside --tls-fingerprint");
  }
}
