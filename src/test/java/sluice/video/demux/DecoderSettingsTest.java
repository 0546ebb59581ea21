package sluice.video.demux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.core.SluiceException;
import sluice.core.TransportChoice;

class DecoderSettingsTest {
  @TempDir Path folder;

  @Test
  void text_neverContainsSecrets() {
    DecoderSettings settings =
        DecoderSettings.network("rtsp://admin:s3cr3t@cam/1?password=s3cr3t")
            .withOptions(Map.of("headers", "X-Key: s3cr3t"));
    assertThat(settings.toString())
        .contains("rtsp://***@cam/1", "headers")
        .doesNotContain("s3cr3t");
    assertThat(settings.displayName()).doesNotContain("s3cr3t");
    DecoderSettings mistyped = DecoderSettings.file(Path.of("rtsp:/admin:s3cr3t@cam/1"));
    assertThatThrownBy(() -> InputUrls.forFfmpeg(mistyped))
        .hasMessageContaining("does not exist")
        .hasMessageNotContaining("s3cr3t");
    assertThat(DecoderSettings.file(Path.of("/data/key=cam1/a.mp4")).displayName())
        .isEqualTo("/data/key=cam1/a.mp4");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "concat:a.mp4|b.mp4",
        "subfile,,start,0,end,0,,:a.mp4",
        "pipe:0",
        "file:///etc/passwd",
        "data:text/plain,x",
        "crypto+http://h/x",
        "gopher://h/x",
        "rtmp://h/x",
        "udp://h:1",
        "unix:///run/s",
        "/etc/passwd",
        "",
      })
  void disallowedScheme_isRefused(String url) {
    assertThatThrownBy(() -> DecoderSettings.network(url))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("not allowed");
  }

  @Test
  void address_isAccepted_onlyWithAllowedScheme() {
    DecoderSettings rtsp = DecoderSettings.network("RTSP://cam/1");
    assertThat(InputUrls.forFfmpeg(rtsp)).isEqualTo("RTSP://cam/1");
    DecoderSettings swapped =
        new DecoderSettings(
            "http://cam/1",
            null,
            rtsp.protocols(),
            Duration.ZERO,
            Duration.ZERO,
            1,
            Map.of(),
            null,
            TransportChoice.AUTO,
            false);
    assertThatThrownBy(() -> InputUrls.forFfmpeg(swapped)).hasMessageContaining("not allowed");
  }

  @Test
  void path_isNeverTreatedAsUrl() throws Exception {
    Path odd = Files.writeString(folder.resolve("concat:a|b"), "x");
    assertThat(InputUrls.forFfmpeg(DecoderSettings.file(odd))).isEqualTo("file:" + odd);
    DecoderSettings url =
        new DecoderSettings(
            "http://h/x",
            null,
            List.of("file"),
            Duration.ZERO,
            Duration.ZERO,
            1,
            Map.of(),
            null,
            TransportChoice.AUTO,
            false);
    assertThatThrownBy(() -> InputUrls.forFfmpeg(url)).hasMessageContaining("does not exist");
  }

  @Test
  void protocolWhitelist_isNotOverridable_andRangesAreChecked() {
    DecoderSettings settings = DecoderSettings.network("rtsp://cam/1");
    assertThatThrownBy(() -> settings.withOptions(Map.of("protocol_whitelist", "ALL")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> settings.withThreads(-1)).hasMessageContaining(">= 0");
    assertThatThrownBy(() -> settings.withTimeouts(Duration.ofSeconds(-1), Duration.ZERO))
        .hasMessageContaining("not negative");
  }
}
