package sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.config.binding.ConfigResult;
import sluice.config.settings.ServiceConfig;
import sluice.config.settings.StreamConfig;
import sluice.core.source.CertificateFingerprint;
import sluice.core.source.TlsTrust;
import sluice.testing.ConfigText;

class StreamTlsTest {
  private static final String PIN = "0A".repeat(32);
  private static final Path AUTHORITY = Path.of("src/test/resources/sluice/config/authority-a.pem");

  @TempDir Path folder;

  private ConfigText stream(String source, String settings) {
    return ConfigText.of(
        folder, "sluice.streams.a { source = \"%s\", %s }".formatted(source, settings));
  }

  @Test
  void trust_isMadeOfTheStreamsSettingsAndTheServicesFile() {
    ServiceConfig config =
        ConfigText.of(
                folder,
                """
                sluice.security.ca-file = "%s"
                sluice.streams {
                  plain.source = "rtsps://10.0.0.1/"
                  pinned { source = "https://10.0.0.1/", tls-fingerprint = "%s" }
                  any { source = "rtsps://10.0.0.1/", tls = insecure }
                }
                """
                    .formatted(AUTHORITY, PIN.toLowerCase(Locale.ROOT)))
            .fine();
    Optional<Path> caFile = config.security().caFile();

    assertThat(caFile).contains(AUTHORITY);
    assertThat(config.streams().get("plain").tlsTrust(caFile))
        .isEqualTo(new TlsTrust(TlsTrust.Mode.VERIFY, Optional.empty(), caFile));
    assertThat(config.streams().get("pinned").tlsTrust(caFile).fingerprint())
        .contains(new CertificateFingerprint(PIN));
    assertThat(config.streams().get("any").tlsTrust(caFile).isInsecure()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"rtsp://10.0.0.1/", "http://10.0.0.1/", "/srv/a.mp4", "demo:", "camera:0"})
  void settingOfTls_isRefusedForASourceWithoutIt(String source) {
    assertThat(stream(source, "tls = insecure").lines())
        .containsExactly(
            "1: sluice.streams.a.tls: insecure (expected: verify for a source that is not rtsps or"
                + " https, and so has no certificate)");
    assertThat(stream(source, "tls-fingerprint = \"" + PIN + "\"").lines())
        .singleElement()
        .asString()
        .contains("tls-fingerprint: " + PIN, "none for a source that is not rtsps or https");
    assertThat(stream(source, "tls = verify").lines()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "tls = off, 'verify or insecure'",
    "tls-fingerprint = ab, '64 hexadecimal digits'",
    "tls-fingerprint = \"sha256:x\", '64 hexadecimal digits'",
  })
  void otherValues_areRefused_sayingWhatIsExpected(String setting, String expected) {
    assertThat(stream("rtsps://10.0.0.1/", setting).lines())
        .singleElement()
        .asString()
        .contains(expected);
  }

  @Test
  void fingerprintThatNobodyChecks_isRefused() {
    assertThat(
            stream("rtsps://10.0.0.1/", "tls = insecure, tls-fingerprint = \"" + PIN + "\"")
                .lines())
        .containsExactly(
            "1: sluice.streams.a.tls: insecure (expected: verify beside a tls-fingerprint, which is"
                + " to be checked)");
  }

  @Test
  void defaults_countForSourcesThatHaveTls_andChangesOfOthersGoThrough() {
    ConfigText conf =
        ConfigText.of(
            folder,
            """
            sluice.defaults.tls = insecure
            sluice.streams { a.source = "demo:", b.source = "rtsps://10.0.0.1/" }
            """);
    ServiceConfig config = conf.fine();
    StreamConfig without = config.streams().get("a");
    StreamJson json = new StreamJson(conf.surroundings());

    assertThat(without.tls()).isEqualTo(TlsTrust.Mode.VERIFY);
    assertThat(config.streams().get("b").tls()).isEqualTo(TlsTrust.Mode.INSECURE);
    assertThat(json.patch(without, "{\"threshold\": 0.5}", config))
        .isInstanceOf(ConfigResult.Fine.class);
    assertThat(json.restore(StreamJson.write(without, true), config))
        .isEqualTo(new ConfigResult.Fine<>(without));
  }

  @Test
  void fingerprint_isShownWithColons_andTakenBack() {
    ConfigText conf = stream("rtsps://10.0.0.1/", "tls-fingerprint = \"" + PIN + "\"");
    StreamConfig pinned = conf.fine().streams().get("a");
    String shown = StreamJson.write(pinned, false);

    assertThat(shown).contains("\"tls-fingerprint\":\"0A:0A:");
    assertThat(new StreamJson(conf.surroundings()).replace(pinned, shown, conf.fine()))
        .isEqualTo(new ConfigResult.Fine<>(pinned));
  }

  @Test
  void fileOfAuthorities_holdsCertificates() throws Exception {
    Path empty = Files.writeString(folder.resolve("empty.pem"), "nothing\n");
    Path damaged =
        Files.writeString(
            folder.resolve("damaged.pem"),
            Files.readString(AUTHORITY)
                + "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");

    assertThat(caFile(empty)).contains(empty + ": no certificate in it", "a PEM file with one or");
    assertThat(caFile(damaged)).contains(damaged + ": certificate 2 in it is damaged");
    assertThat(caFile(folder)).contains("a PEM file with one or more certificates");
    assertThat(caFile(folder.resolve("missing.pem"))).contains("that exists and can be read");
  }

  private String caFile(Path file) {
    return String.join(
        "\n", ConfigText.of(folder, "sluice.security.ca-file = \"" + file + "\"").lines());
  }
}
