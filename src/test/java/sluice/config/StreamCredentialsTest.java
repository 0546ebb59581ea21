package sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.config.binding.ConfigResult;
import sluice.config.settings.ServiceConfig;
import sluice.config.settings.StreamConfig;
import sluice.testing.ConfigText;

/** The user of the defaults, for sources of all kinds. */
class StreamCredentialsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"demo:", "/srv/a.mp4", "camera:0", "rtsp://own:secret@10.0.0.1/"})
  void defaults_areOfNoConcern_toSourcesThatTakeNone(String source) {
    ConfigText conf = withDefaults(source);
    ServiceConfig config = conf.fine();
    StreamConfig stream = config.streams().get("a");
    StreamJson json = new StreamJson(conf.surroundings());

    assertThat(stream.user()).isEmpty();

    assertThat(stream.address().reveal()).isEqualTo(source);
    assertThat(json.patch(stream, "{\"threshold\": 0.5}", config))
        .isInstanceOf(ConfigResult.Fine.class);
    assertThat(json.restore(StreamJson.write(stream, true), config))
        .isEqualTo(new ConfigResult.Fine<>(stream));
  }

  @Test
  void defaults_countForSourcesThatAreLoggedInTo() {
    StreamConfig stream = withDefaults("rtsp://10.0.0.1/x").fine().streams().get("a");

    assertThat(stream.address().reveal()).isEqualTo("rtsp://admin@10.0.0.1/x");
  }

  private ConfigText withDefaults(String source) {
    return ConfigText.of(
        folder,
        """
        sluice.defaults.user = admin
        sluice.streams.a.source = "%s"
        """
            .formatted(source));
  }
}
