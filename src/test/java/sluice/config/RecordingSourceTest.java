package sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.config.binding.ConfigResult;
import sluice.config.binding.Problem;
import sluice.config.settings.StreamConfig;
import sluice.core.TransportChoice;
import sluice.core.source.CertificateFingerprint;
import sluice.core.source.SourceAddress;
import sluice.core.source.TlsTrust;
import sluice.testing.ConfigText;

class RecordingSourceTest {
  private static final String PIN = "0A".repeat(32);

  @TempDir Path folder;

  private ConfigText text(String source, String recorded, String settings) {
    return ConfigText.of(
        folder,
        "sluice.streams.a { source = \"%s\", recording.source = \"%s\"\n %s }"
            .formatted(source, recorded, settings));
  }

  private StreamConfig stream(String source, String recorded, String settings) {
    return Objects.requireNonNull(text(source, recorded, settings).fine().streams().get("a"));
  }

  private static String address(StreamConfig stream) {
    return stream.recordingAddress().orElseThrow().reveal();
  }

  @Test
  void withoutIt_theSourceIsRecorded() {
    StreamConfig stream = StreamConfig.of("a", new SourceAddress("rtsp://10.0.0.5/sub"), "model");
    assertThat(stream.recordingAddress()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "rtsp://10.0.0.5/sub, rtsp://10.0.0.5/main, rtsp://u%23@10.0.0.5/main",
    "rtsp://10.0.0.5/sub, rtsp://10.0.0.5:555/main, rtsp://u%23@10.0.0.5:555/main",
    "rtsp://10.0.0.5/sub, rtsp://x:y@10.0.0.5/main, rtsp://x:y@10.0.0.5/main",
    "rtsp://10.0.0.5/sub, rtsp://10.0.0.6/main, rtsp://10.0.0.6/main",
  })
  void address_isLoggedInTo_asTheSourceOnTheSameMachineIs(
      String source, String recorded, String opened) {
    assertThat(address(stream(source, recorded, "user = \"u#\""))).isEqualTo(opened);
  }

  @Test
  void loginInTheSource_countsToo_andThatOfDefaultsGoesToNoOtherMachine() {
    assertThat(address(stream("rtsp://u:p@10.0.0.5/sub", "http://10.0.0.5/main", "")))
        .isEqualTo("http://u:p@10.0.0.5/main");
    assertThat(address(stream("demo:", "rtsp://10.0.0.5/main", "")))
        .isEqualTo("rtsp://10.0.0.5/main");
  }

  @Test
  void certificate_isJudgedAsThatOfTheSourceOnTheSameMachine() {
    String pin = "tls-fingerprint = \"" + PIN + "\"";
    TlsTrust pinned =
        new TlsTrust(
            TlsTrust.Mode.VERIFY, Optional.of(new CertificateFingerprint(PIN)), Optional.empty());
    assertThat(
            stream("rtsp://10.0.0.5/sub", "rtsps://10.0.0.5/main", pin)
                .recordingTlsTrust(Optional.empty()))
        .isEqualTo(pinned);
    assertThat(
            stream("rtsps://10.0.0.5/sub", "rtsps://10.0.0.6/main", "tls = insecure")
                .recordingTlsTrust(Optional.empty())
                .isInsecure())
        .isFalse();
    assertThat(text("rtsp://10.0.0.5/sub", "rtsps://10.0.0.6/main", "tls = insecure").lines())
        .singleElement()
        .asString()
        .contains("sluice.streams.a.tls: insecure");
  }

  @Test
  void transport_isThatOfTheStream_whereTheAddressCanHaveIt() {
    StreamConfig tls = stream("rtsp://10.0.0.5/sub", "rtsps://10.0.0.5/main", "transport = udp");
    assertThat(tls.transportOf(tls.source())).isEqualTo(TransportChoice.UDP);
    assertThat(tls.transportOf(tls.recordingAddress().orElseThrow()))
        .isEqualTo(TransportChoice.AUTO);
    StreamConfig web = stream("http://10.0.0.5/sub", "rtsp://10.0.0.5/main", "transport = udp");
    assertThat(web.transportOf(web.source())).isEqualTo(TransportChoice.AUTO);
    assertThat(web.transportOf(web.recordingAddress().orElseThrow()))
        .isEqualTo(TransportChoice.UDP);
    assertThat(text("http://10.0.0.5/s", "http://10.0.0.5/m", "transport = udp").lines())
        .singleElement()
        .asString()
        .contains("sluice.streams.a.transport");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /srv/main.mp4              | (expected: an address of a camera on the network
          camera:0                   | (expected: an address of a camera on the network
          demo:                      | (expected: an address of a camera on the network
          rtsp://10.0.0.5/a b        | (expected: rtsp://HOST/PATH
          rtsp://***@10.0.0.5/main   | the credentials themselves in place of ***
          """)
  void otherSources_areRefused(String recorded, String problem) {
    assertThat(text("rtsp://10.0.0.5/sub", recorded, "").lines())
        .singleElement()
        .asString()
        .contains("sluice.streams.a.recording.source: ", problem);
  }

  @Test
  void rulesOfSecurity_holdForIt() {
    String text =
        """
        sluice {
          security { schemes = [demo, rtsp], hosts = [10.0.0.0/8] }
          streams.a { source = "demo:", recording.source = "%s" }
        }
        """;
    for (String recorded : List.of("http://10.0.0.5/main", "rtsp://192.168.0.5/main")) {
      assertThat(ConfigText.of(folder, text.formatted(recorded)).lines())
          .singleElement()
          .asString()
          .contains("sluice.streams.a.recording.source: " + recorded, "sluice.security.");
    }
  }

  @Test
  void defaults_haveNone() {
    assertThat(
            ConfigText.of(folder, "sluice.defaults.recording.source = \"rtsp://10.0.0.5/main\"")
                .lines())
        .singleElement()
        .asString()
        .contains("sluice.defaults.recording.source: ", "a setting of each stream")
        .contains("rtsp://10.0.0.5/main");
    assertThat(
            ConfigText.of(
                    folder, "sluice.defaults.recording.source = \"rtsp://u:marked@10.0.0.5/main\"")
                .lines())
        .singleElement()
        .asString()
        .doesNotContain("marked");
  }

  @Test
  void credentials_areShownToNobody_andComeBackAsTheyWere() {
    ConfigText text = ConfigText.of(folder, "");
    StreamJson json = new StreamJson(text.surroundings());
    StreamConfig stream =
        read(
            json.create(
                """
                {"id": "a", "source": "rtsp://10.0.0.5/sub",
                 "recording": {"mode": "events", "source": "rtsp://u:marked@10.0.0.6/main"}}
                """,
                text.fine()));
    assertThat(stream.toString()).doesNotContain("marked");
    String shown = StreamJson.write(stream, false);
    assertThat(shown).contains("rtsp://***@10.0.0.6/main").doesNotContain("marked");
    assertThat(read(json.replace(stream, shown, text.fine()))).isEqualTo(stream);
    assertThat(read(json.restore(StreamJson.write(stream, true), text.fine()))).isEqualTo(stream);
    ConfigResult<StreamConfig> other =
        json.replace(stream, shown.replace("10.0.0.6", "10.0.0.7"), text.fine());
    assertThat(((ConfigResult.Refused<StreamConfig>) other).problems())
        .singleElement()
        .extracting(Problem::toString)
        .asString()
        .contains("the credentials themselves")
        .doesNotContain("marked");
  }

  private static StreamConfig read(ConfigResult<StreamConfig> result) {
    assertThat(result).as("%s", result).isInstanceOf(ConfigResult.Fine.class);
    return ((ConfigResult.Fine<StreamConfig>) result).value();
  }
}
