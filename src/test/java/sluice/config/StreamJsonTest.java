package sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.app.ModelFamilies;
import sluice.config.binding.ConfigResult;
import sluice.config.binding.Problem;
import sluice.config.settings.ServiceConfig;
import sluice.config.settings.StreamConfig;
import sluice.core.Delivery;
import sluice.json.JsonText;
import sluice.testing.ConfigText;

class StreamJsonTest {
  private static final String CAMERA = "rtsp://viewer:marked@10.0.0.5/stream1";

  @TempDir Path folder;
  private ServiceConfig config;
  private StreamJson json;

  @BeforeEach
  void readConfiguration() throws Exception {
    Path files = Files.createDirectory(folder.resolve("files")).toRealPath();
    ConfigText conf =
        ConfigText.of(
            folder,
            """
            sluice.defaults { threshold = 0.7, max-age = 3s }
            sluice.security.file-roots = ["%s"]
            sluice.sinks.files { type = json-lines, path = "{stream}.jsonl" }
            """
                .formatted(files));
    config = conf.fine();
    json = new StreamJson(conf.surroundings());
  }

  private static StreamConfig fine(ConfigResult<StreamConfig> reading) {
    assertThat(reading).as("%s", reading).isInstanceOf(ConfigResult.Fine.class);
    return ((ConfigResult.Fine<StreamConfig>) reading).value();
  }

  private static List<String> problems(ConfigResult<StreamConfig> reading) {
    return switch (reading) {
      case ConfigResult.Fine<StreamConfig> fine -> List.of();
      case ConfigResult.Refused<StreamConfig>(List<Problem> problems) ->
          problems.stream().map(Problem::text).toList();
    };
  }

  private StreamConfig camera() {
    return fine(
        json.create(
            """
            {"id": "lobby", "source": "%s", "sinks": ["files"], "detect-fps": 5, "delivery": "every"}
            """
                .formatted(CAMERA),
            config));
  }

  @Test
  void newStream_takesTheDefaults() {
    StreamConfig stream = fine(json.create("{\"id\": \"a\", \"source\": \"demo:\"}", config));

    assertThat(stream.id()).isEqualTo("a");
    assertThat(stream.threshold()).isEqualTo(OptionalDouble.of(0.7));
    assertThat(stream.maxAge()).isEqualTo(Duration.ofSeconds(3));
    assertThat(stream.model()).isEqualTo("person-detection-hog");
  }

  @Test
  void storedStream_isRestoredEqual() {
    StreamConfig stream = camera();
    assertThat(fine(json.restore(StreamJson.write(stream, true), config))).isEqualTo(stream);

    StreamConfig withoutThreshold =
        fine(json.create("{\"id\": \"a\", \"source\": \"demo:\", \"threshold\": null}", config));
    assertThat(withoutThreshold.threshold()).isEmpty();
    assertThat(fine(json.restore(StreamJson.write(withoutThreshold, true), config)))
        .isEqualTo(withoutThreshold);
  }

  @Test
  void shownStream_hasEveryMemberButNoSecret() {
    assertThat(StreamJson.write(camera(), false))
        .isEqualTo(
            "{\"id\":\"lobby\",\"source\":\"rtsp://***@10.0.0.5/stream1\","
                + "\"user\":null,\"password\":null,\"tls\":\"verify\",\"tls-fingerprint\":null,\"transport\":\"auto\",\"model\":\"person-detection-hog\",\"delivery\":\"every\",\"detect-fps\":5.0,\"decode\":\"auto\","
                + "\"realtime\":false,\"loop\":false,\"threshold\":0.7,\"labels\":[],"
                + "\"sinks\":[\"files\"],\"enabled\":true,\"max-age\":\"3s\","
                + "\"tracing\":{\"per-second\":null},"
                + "\"tiles\":{\"grid\":\"1x1\",\"overlap\":0.2,\"whole\":true},"
                + "\"placement\":{\"weight\":null,\"needs\":[],\"prefers\":[],\"avoids\":[],"
                + "\"priority\":5},"
                + "\"recording\":{\"mode\":\"off\",\"source\":null,\"audio\":false,\"segment\":\"10s\","
                + "\"max-age\":null,\"keep-motion\":null,\"pre-roll\":\"5s\",\"post-roll\":\"10s\","
                + "\"keep-events\":\"30d\"},\"track\":null,\"lines\":{},\"zones\":{},"
                + "\"objects\":{\"anchor\":\"bottom-center\",\"track-low-threshold\":0.1,"
                + "\"track-high-threshold\":0.45,\"new-track-threshold\":0.5,"
                + "\"lost-time\":\"3s\",\"max-gap\":\"5s\",\"stationary-after\":\"10s\","
                + "\"stationary-lost-time\":\"1m\",\"min-area\":null,\"max-area\":null,"
                + "\"min-aspect\":null,\"max-aspect\":null,\"min-duration\":\"0s\","
                + "\"masks\":[],\"pictures\":true,\"classify\":[]},"
                + "\"motion\":{\"enabled\":false,\"threshold\":10.0,\"area\":2.0E-4,"
                + "\"idle-fps\":0.2,\"hold\":\"500ms\",\"masks\":[]}}");
    assertThat(camera().toString()).doesNotContain("marked");
  }

  @Test
  void replaceByShownStream_keepsTheCredentials() {
    StreamConfig stream = camera();
    assertThat(fine(json.replace(stream, StreamJson.write(stream, false), config)))
        .isEqualTo(stream);
  }

  @Test
  void file_isRefused_namingTheSetting_whereFilesAreOff() {
    ServiceConfig off = ConfigText.of(folder, "sluice.streams {}").fine();

    assertThat(problems(json.create("{\"id\": \"a\", \"source\": \"/srv/a.mp4\"}", off)))
        .singleElement()
        .asString()
        .contains("files are off; set sluice.security.file-roots");
  }

  private StreamConfig cameraWithPassword() {
    return fine(
        json.create(
            """
            {"id": "lobby", "source": "rtsp://10.0.0.5/1", "user": "viewer", "password": "mark#ed"}
            """,
            config));
  }

  @Test
  void password_isKept_encodedInTheAddressOnly_andNeverShown() {
    StreamConfig stream = cameraWithPassword();

    assertThat(stream.address().reveal()).isEqualTo("rtsp://viewer:mark%23ed@10.0.0.5/1");
    assertThat(StreamJson.write(stream, false))
        .contains("\"user\":\"viewer\",\"password\":\"***\"")
        .doesNotContain("mark");
    assertThat(stream.toString()).doesNotContain("mark");
    assertThat(fine(json.restore(StreamJson.write(stream, true), config))).isEqualTo(stream);
    assertThat(fine(json.replace(stream, StreamJson.write(stream, false), config)))
        .isEqualTo(stream);
    assertThat(fine(json.patch(stream, "{\"threshold\": 0.1}", config)).password())
        .isEqualTo(stream.password());
    assertThat(fine(json.patch(stream, "{\"source\": \"rtsp://10.0.0.5/2\"}", config)).password())
        .isEqualTo(stream.password());
  }

  @Test
  void password_isNotSentToAnotherMachine() {
    assertThat(
            problems(
                json.patch(cameraWithPassword(), "{\"source\": \"rtsp://10.0.0.6/1\"}", config)))
        .singleElement()
        .asString()
        .contains("password", "the password itself in place of ***")
        .doesNotContain("mark");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rtsp://***@10.0.0.6/stream1", "rtsp://***@10.0.0.5/stream2"})
  void credentials_areNotReused_forAnotherAddress(String source) {
    assertThat(problems(json.replace(camera(), "{\"source\": \"" + source + "\"}", config)))
        .singleElement()
        .asString()
        .contains("the credentials themselves")
        .doesNotContain("marked");
  }

  @Test
  void patch_changesOnlyNamedMembers() {
    StreamConfig stream = camera();
    StreamConfig patched =
        fine(json.patch(stream, "{\"loop\": false, \"detect-fps\": null, \"sinks\": []}", config));

    assertThat(patched.detectFps()).isEmpty();
    assertThat(patched.sinks()).isEmpty();
    assertThat(patched.source()).isEqualTo(stream.source());
    assertThat(patched.delivery()).contains(Delivery.EVERY);
  }

  @Test
  void renameOfStream_isRefused() {
    assertThat(problems(json.patch(camera(), "{\"id\": \"other\"}", config)))
        .containsExactly(
            "id: other (expected: lobby, as in the address; a stream can't be renamed)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | id: missing",
        "{\"id\": \"../x\", \"source\": \"demo:\"} | id: ../x (expected: 1 to 64 letters",
        "{\"id\": \"a\", \"source\": \"demo:\", \"modle\": 1} | modle: no such setting",
        "{\"id\": \"a\", \"source\": \"demo:\", \"model\": \"x\"} | model: x (expected: a model of",
        "{\"id\": \"a\", \"source\": [\"demo:\"]} | source: […] (expected: an address",
        "{\"id\": \"a\", \"source\": \"/etc/passwd\"} | source: /etc/passwd (expected: the path of"
            + " a",
        "{\"id\": \"a\", \"source\": \"file:///etc/passwd\"} | source: file:///etc/passwd"
            + " (expected",
        "{\"id\": \"a\", \"source\": \"http://127.0.0.1/\"} | source: http://127.0.0.1/ (expected:"
            + " a",
        "[] | no JSON object",
        "{ | no JSON object",
        "a = 1 | no JSON object",
        "{\"id\": ${HOME}} | no JSON object",
        "include \"/etc/passwd\" | no JSON object",
        "'' | no JSON object",
      })
  void invalidStream_isRefused(String body, String problem) {
    assertThat(problems(json.create(body, config)))
        .anySatisfy(line -> assertThat(line).startsWith(problem));
  }

  @Test
  void fileSources_areConfinedToTheRoots_alsoThroughLinks() throws Exception {
    Path inside = Files.writeString(folder.resolve("files/a.mp4"), "");
    Path outside = Files.writeString(folder.resolve("b.mp4"), "");
    Path link = Files.createSymbolicLink(folder.resolve("files/link.mp4"), outside);

    assertThat(problems(create(inside))).isEmpty();
    assertThat(problems(create(outside))).hasSize(1);
    assertThat(problems(create(link))).hasSize(1);
    assertThat(problems(create(folder.resolve("files/../b.mp4")))).hasSize(1);
  }

  private ConfigResult<StreamConfig> create(Path file) {
    return json.create("{\"id\": \"a\", \"source\": \"" + file + "\"}", config);
  }

  @Test
  void deepNesting_isRefused() {
    assertThat(problems(json.create("{\"a\":".repeat(100_000), config)))
        .singleElement()
        .asString()
        .startsWith("nested too deeply");
  }

  @Test
  void schemas_describeEveryMember() {
    assertThat(Schemas.stream().get("properties").toString())
        .contains(StreamJson.asMap(camera(), false).keySet());
    assertThat(JsonText.of(Schemas.stream()))
        .contains("\"required\":[\"id\",\"source\"]")
        .contains("\"max-age\":{\"type\":\"string\"")
        .contains(
            "\"delivery\":{\"type\":[\"string\",\"null\"],\"enum\":[\"every\",\"latest\",null]");
    assertThat(JsonText.of(Schemas.model(ModelFamilies.facts())))
        .contains("\"hint\":{\"type\":\"string\",\"enum\":[");
  }

  @Test
  void shownConfiguration_hasItsKeys() {
    assertThat(ConfigJson.asMap(config))
        .containsOnlyKeys(
            "defaults",
            "models",
            "streams",
            "sinks",
            "http",
            "recovery",
            "security",
            "log",
            "shutdown",
            "tracing",
            "cluster",
            "recording",
            "data-dir");
    assertThat(ConfigJson.write(config)).contains("\"max-age\":\"3s\"").contains("\"token\":null");
  }
}
