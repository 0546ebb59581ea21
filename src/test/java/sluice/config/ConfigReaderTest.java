package sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.config.settings.LogConfig;
import sluice.config.settings.ModelConfig;
import sluice.config.settings.ServiceConfig;
import sluice.config.settings.StreamConfig;
import sluice.config.sink.FrameChoice;
import sluice.config.sink.MessageFilters;
import sluice.config.sink.MessagePictures;
import sluice.core.Delivery;
import sluice.core.PixelSize;
import sluice.core.message.MessageKind;
import sluice.core.model.ChannelOrder;
import sluice.core.model.ModelOverrides;
import sluice.core.model.Resize;
import sluice.core.source.SourceAddress;
import sluice.stage.postprocess.rtdetr.RtDetrFamily;
import sluice.stage.sink.jsonl.JsonLinesSinkConfig;
import sluice.testing.ConfigText;

class ConfigReaderTest {
  @TempDir Path folder;

  @Test
  void emptyFile_givesTheDefaults() {
    ServiceConfig config = ConfigText.of(folder, "").fine();

    assertThat(config.streams()).isEmpty();
    assertThat(config.sinks()).isEmpty();
    assertThat(config.models()).containsOnlyKeys("person-detection-hog");
    assertThat(config.models().get("person-detection-hog").model())
        .isEqualTo("person-detection-hog");
    assertThat(config.http().bind()).isEqualTo("127.0.0.1");
    assertThat(config.http().port()).isEqualTo(8080);
    assertThat(config.http().token()).isEmpty();
    assertThat(config.recovery().frameTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.recovery().maxBackoff()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.security().schemes()).containsExactlyElementsOf(SourceAddress.SCHEMES);
    assertThat(config.security().fileRoots()).isEmpty();
    assertThat(config.dataDir()).isEqualTo(Path.of("/home/somebody/.local/state/sluice"));
    assertThat(config.shutdown().timeout()).isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void stream_inheritsOmittedSettings_fromDefaults() {
    ServiceConfig config =
        ConfigText.of(
                folder,
                """
                sluice {
                  defaults { threshold = 0.7, max-age = 2 seconds, sinks = [files] }
                  sinks.files { type = json-lines, path = "out/{stream}.jsonl" }
                  streams.a { source = "demo:" }
                  streams.b { source = "demo:", threshold = 0.4, sinks = [], labels = [person, car] }
                  streams.c { source = "demo:", threshold = null, delivery = latest }
                }
                """)
            .fine();

    StreamConfig a = config.streams().get("a");
    assertThat(a.threshold()).isEqualTo(OptionalDouble.of(0.7));
    assertThat(a.maxAge()).isEqualTo(Duration.ofSeconds(2));
    assertThat(a.sinks()).containsExactly("files");
    assertThat(a.model()).isEqualTo("person-detection-hog");
    assertThat(a.enabled()).isTrue();
    StreamConfig b = config.streams().get("b");
    assertThat(b.threshold()).isEqualTo(OptionalDouble.of(0.4));
    assertThat(b.sinks()).isEmpty();
    assertThat(b.labels()).containsExactly("person", "car");
    StreamConfig c = config.streams().get("c");
    assertThat(c.threshold()).isEmpty();
    assertThat(c.delivery()).contains(Delivery.LATEST);
    assertThat(config.streams()).as("in the order of the file").containsOnlyKeys("a", "b", "c");
  }

  @Test
  void emptyModel_isThatOfTheBuilder() {
    ServiceConfig config = ConfigText.of(folder, "sluice.models.people {}").fine();

    assertThat(config.models().get("people"))
        .isEqualTo(ModelConfig.builder("people", "people").build());
  }

  @Test
  void leastStream_isThatOfTheRecordsDefaults() {
    ServiceConfig config = ConfigText.of(folder, "sluice.streams.a.source = \"demo:\"").fine();

    StreamConfig least = config.streams().get("a");
    assertThat(least).isEqualTo(StreamConfig.of("a", least.source(), least.model()));
  }

  @Test
  void modelAndSinkSettings_areAllRead() {
    ServiceConfig config =
        ConfigText.of(
                folder,
                """
                sluice.models.people {
                  model = person-detection-0202, precision = FP16-INT8, device = "AUTO:GPU,CPU"
                  hint = latency, requests = 4, streams = 2, threads = 3, prefetch = 0, cache-dir = cache
                  labels = people.txt, family = rt-detr, input-size = 641x480, resize = corner
                  channels = rgb, mean = [104, 117, 123.5], scale = [1, 2, 255]
                  iou-threshold = 0.6
                  properties { INFERENCE_PRECISION_HINT = f32, ENABLE_CPU_PINNING = false, a.b = 1 }
                }
                sluice.sinks.files {
                  type = json-lines, path = "{stream}/now.jsonl", max-size = 5 MB, daily = off
                  keep-files = 7, keep-age = null, compress = no
                  only = changes
                  filters { kinds = [detections, state], labels = [person], min-confidence = 0.5 }
                }
                """)
            .fine();

    assertThat(config.models().get("people"))
        .isEqualTo(
            ModelConfig.builder("people", "person-detection-0202")
                .precision(Optional.of("FP16-INT8"))
                .device("AUTO:GPU,CPU")
                .hint(ModelConfig.Hint.LATENCY)
                .requests(OptionalInt.of(4))
                .streams(OptionalInt.of(2))
                .threads(OptionalInt.of(3))
                .prefetch(0)
                .cacheDir(Optional.of(Path.of("cache")))
                .properties(
                    Map.of(
                        "INFERENCE_PRECISION_HINT",
                        "f32",
                        "ENABLE_CPU_PINNING",
                        "false",
                        "a.b",
                        "1"))
                .labels(Optional.of(Path.of("people.txt")))
                .overrides(
                    ModelOverrides.NONE
                        .family(RtDetrFamily.FACTS)
                        .inputSize(new PixelSize(641, 480))
                        .resize(Resize.CORNER)
                        .channels(ChannelOrder.RGB)
                        .normalised(List.of(104f, 117f, 123.5f), List.of(1f, 2f, 255f))
                        .iou(0.6))
                .build());
    JsonLinesSinkConfig sink = (JsonLinesSinkConfig) config.sinks().get("files");
    assertThat(sink)
        .isEqualTo(
            new JsonLinesSinkConfig(
                "files",
                "{stream}/now.jsonl",
                5_000_000,
                false,
                OptionalInt.of(7),
                Optional.empty(),
                false,
                FrameChoice.CHANGES,
                new MessageFilters(
                    Set.of(MessageKind.DETECTIONS, MessageKind.STATE),
                    Set.of("person"),
                    0.5,
                    0,
                    OptionalDouble.empty(),
                    Duration.ofMinutes(1),
                    MessagePictures.NONE)));
    assertThat(sink.file("lobby")).isEqualTo(Path.of("lobby/now.jsonl"));
  }

  @Test
  void environmentVariables_areSubstituted() {
    ServiceConfig config =
        ConfigText.of(
                folder,
                """
                camera = "192.168.1.20"
                sluice.http { port = ${PORT}, token = ${?SLUICE_TOKEN} }
                sluice.streams.a.source = "rtsp://user:"${?PASSWORD}"@"${camera}"/x"
                """)
            .with("PORT", "9000")
            .fine();

    assertThat(config.http().port()).isEqualTo(9000);
    assertThat(config.http().token()).isEmpty();
    assertThat(config.streams().get("a").source().host()).contains("192.168.1.20");
  }

  @Test
  void tokenFromEnvironment_isKeptButNeverShown() {
    ServiceConfig config =
        ConfigText.of(folder, "sluice.http.token = ${?SLUICE_TOKEN}")
            .with("SLUICE_TOKEN", "marked-0123456789")
            .fine();

    assertThat(config.http().token().orElseThrow().reveal()).isEqualTo("marked-0123456789");
    assertThat(config.toString() + ConfigJson.write(config)).doesNotContain("marked");
  }

  @Test
  void loggerLevels_needNoQuotes() {
    ServiceConfig config =
        ConfigText.of(folder, "sluice.log.levels { sluice.video = debug, \"org.apache\" = off }")
            .fine();

    assertThat(config.log().levels())
        .containsOnly(
            Map.entry("sluice.video", LogConfig.Level.DEBUG),
            Map.entry("org.apache", LogConfig.Level.OFF));
  }

  @Test
  void dataFolder_followsSystemConventions() {
    ConfigText conf = ConfigText.of(folder, "");
    assertThat(conf.with("STATE_DIRECTORY", "/var/lib/sluice:/x").fine().dataDir())
        .isEqualTo(Path.of("/var/lib/sluice"));
    assertThat(conf.with("XDG_STATE_HOME", "/state").fine().dataDir())
        .isEqualTo(Path.of("/state/sluice"));
    assertThat(ConfigText.of(folder, "sluice.data-dir = /srv/sluice").fine().dataDir())
        .isEqualTo(Path.of("/srv/sluice"));
  }

  @Test
  void includedFile_isRead() throws Exception {
    Files.writeString(folder.resolve("cameras.conf"), "sluice.streams.a.source = \"demo:\"");
    ServiceConfig config = ConfigText.of(folder, "include \"cameras.conf\"").fine();

    assertThat(config.streams()).containsOnlyKeys("a");
  }

  @Test
  void configs_areEqual_whenReadFromEqualFiles() {
    ConfigText conf = ConfigText.of(folder, "sluice.defaults.threshold = 0.5");
    assertThat(conf.fine()).isEqualTo(conf.fine());
    assertThat(conf.fine())
        .isNotEqualTo(ConfigText.of(folder, "sluice.defaults.loop = true").fine());
  }
}
