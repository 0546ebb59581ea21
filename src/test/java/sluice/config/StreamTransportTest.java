package sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.core.TransportChoice;
import sluice.testing.ConfigText;

class StreamTransportTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"rtsp://10.0.0.1/, udp", "rtsp://10.0.0.1/, tcp", "rtsps://10.0.0.1/, tcp"})
  void transport_isTakenForRtsp(String source, String transport) {
    assertThat(transport(stream(source, "transport = " + transport)))
        .hasToString(transport.toUpperCase(Locale.ROOT));
  }

  @Test
  void udp_isRefusedForRtsps() {
    assertThat(stream("rtsps://10.0.0.1/", "transport = udp").lines())
        .singleElement()
        .asString()
        .contains("transport: udp (expected: tcp or auto for rtsps");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://10.0.0.1/", "/srv/a.mp4", "demo:", "camera:0"})
  void transport_isRefusedForASourceThatIsNotRtsp(String source) {
    assertThat(stream(source, "transport = tcp").lines())
        .singleElement()
        .asString()
        .contains("transport: tcp (expected: none for a source that is not rtsp or rtsps");
    assertThat(stream(source, "transport = auto").lines()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"rtsp://10.0.0.1/, UDP", "rtsps://10.0.0.1/, AUTO", "http://10.0.0.1/, AUTO"})
  void transportOfTheDefaults_countsWhereItCan(String source, TransportChoice expected) {
    ConfigText text =
        ConfigText.of(
            folder,
            """
            sluice.defaults.transport = udp
            sluice.streams.a.source = "%s"
            """
                .formatted(source));
    assertThat(text.lines()).isEmpty();
    assertThat(transport(text)).isEqualTo(expected);
  }

  private TransportChoice transport(ConfigText text) {
    return text.fine().streams().get("a").transport();
  }

  private ConfigText stream(String source, String setting) {
    return ConfigText.of(
        folder, "sluice.streams.a { source = \"%s\", %s }".formatted(source, setting));
  }
}
