package sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.app.Configuration;
import sluice.config.binding.Secret;
import sluice.config.settings.LogConfig;
import sluice.config.settings.ServiceConfig;
import sluice.config.settings.StreamConfig;
import sluice.core.source.SourceAddress;
import sluice.testing.ConfigText;

/** The file that is shipped can be used, and so can each of its examples. */
class ShippedFileTest {
  private static final Path SHIPPED = Path.of("conf/application.conf");
  private static final Map<String, String> ENVIRONMENT =
      Map.of("HOME", "/home/somebody", "CAMERA_PASSWORD", "p", "SLUICE_TOKEN", "0123456789abcdef");

  @TempDir Path folder;

  @Test
  void shippedFile_runsTheDemo() {
    ServiceConfig config = new ConfigText(SHIPPED, ENVIRONMENT).fine();

    assertThat(config.streams()).containsOnlyKeys("demo");
    StreamConfig demo = config.streams().get("demo");
    assertThat(demo.source()).isEqualTo(new SourceAddress("demo:"));
    assertThat(demo.loop()).isTrue();
    assertThat(demo.realtime()).isTrue();
    assertThat(demo.model()).isEqualTo("person-detection-hog");
  }

  @Test
  void shippedExamples_areValid_whenUncommented() throws IOException {
    ServiceConfig config = uncommented();

    assertThat(config.streams()).containsOnlyKeys("demo", "entrance", "recording", "desk");
    assertThat(config.streams().get("entrance").address().reveal())
        .isEqualTo("rtsp://viewer:p@192.168.1.20:554/stream1");
    assertThat(config.models().get("people").precision()).isEqualTo(Optional.of("FP16-INT8"));
    assertThat(config.sinks()).containsOnlyKeys("results");
    assertThat(config.http().bind()).isEqualTo("0.0.0.0");
    assertThat(config.http().token()).contains(new Secret("0123456789abcdef"));
    assertThat(config.log().format()).isEqualTo(LogConfig.Format.JSON);
  }

  @Test
  void everySection_hasAnExample_inTheShippedFile() throws IOException {
    Set<String> sections = new TreeSet<>();
    ServiceSettings.group(Configuration.tables())
        .settings()
        .forEach(setting -> sections.add(setting.key()));
    sections.remove(ServiceSettings.STREAM_DISPATCHER.key());

    String text = Files.readString(SHIPPED);
    assertThat(sections).allSatisfy(key -> assertThat(text).containsPattern("\n  (# )?" + key));
  }

  private ServiceConfig uncommented() throws IOException {
    String text = Files.readString(SHIPPED).replaceAll("(?m)^  # (?!A drawn)", "  ");
    return new ConfigText(Files.writeString(folder.resolve("all.conf"), text), ENVIRONMENT).fine();
  }
}
