package sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.config.binding.Problem;
import sluice.testing.ConfigText;

class ProblemsTest {
  @TempDir Path folder;

  @Test
  void problems_areAllReported_withTheirLines() {
    List<String> lines =
        ConfigText.of(
                folder,
                """
                sluice {
                  defaults.threshold = 2
                  models.people { model = missing.xml, hint = thruput }
                  streams {
                    a { source = "demo:", modle = people }
                    b {
                      model = peeple
                      sinks = [files, nowhere]
                    }
                    "c d" { source = "demo:" }
                  }
                  sinks.files { type = json-lines, path = results.jsonl, keep-age = 5 }
                  http.port = 70000
                  recovery { frame-timeout = 10, min-backoff = 1 minute }
                }
                """)
            .lines();

    assertThat(lines)
        .containsExactly(
            "2: sluice.defaults.threshold: 2 (expected: a number from 0 to 1)",
            "3: sluice.models.people.model: missing.xml (expected: the name of a model, or a"
                + " model's file that exists and can be read, or its folder)",
            "3: sluice.models.people.hint: thruput (expected: throughput, latency or none; nearest:"
                + " throughput)",
            "5: sluice.streams.a.modle: no such setting (expected: one of source, user, password,"
                + " tls, tls-fingerprint, transport, model, delivery, detect-fps, decode, realtime,"
                + " loop, threshold, labels, sinks, enabled, max-age, tracing, tiles, placement,"
                + " recording, track, lines, zones, objects, motion; nearest: model)",
            "6: sluice.streams.b.source: missing (expected: an address (rtsp, rtsps, http, https),"
                + " a file, a folder or glob of pictures, a camera (/dev/video0, camera:0), or"
                + " demo:)",
            "7: sluice.streams.b.model: peeple (expected: a model of sluice.models: people,"
                + " person-detection-hog; nearest: people)",
            "8: sluice.streams.b.sinks[1]: nowhere (expected: a sink of sluice.sinks: files)",
            "10: sluice.streams.\"c d\": this name (expected: 1 to 64 letters, digits, underscores"
                + " and hyphens)",
            "12: sluice.sinks.files.path: results.jsonl (expected: a path with {stream} in it,"
                + " which stands for the stream's id)",
            "12: sluice.sinks.files.keep-age: 5 (expected: a duration from 1m to 36500d, with its"
                + " unit: ms, s, m, h or d)",
            "13: sluice.http.port: 70000 (expected: a whole number from 0 to 65535)",
            "14: sluice.recovery.frame-timeout: 10 (expected: a duration from 500ms to 1h, with its"
                + " unit: ms, s, m, h or d)");
  }

  @Test
  void problem_namesTheFileAsGivenByTheUser() {
    ConfigText conf = ConfigText.of(folder, "sluice.http.port = x");
    assertThat(conf.problems().getFirst().text())
        .isEqualTo(
            conf.file() + ":1: sluice.http.port: x (expected: a whole number from 0 to 65535)");
  }

  @Test
  void problem_namesTheIncludedFile() throws Exception {
    Path other = Files.writeString(folder.resolve("other.conf"), "\n\nsluice.http.port = x");
    Problem problem = ConfigText.of(folder, "include \"other.conf\"").problems().getFirst();

    assertThat(problem.file()).contains(other.toString());
    assertThat(problem.line()).hasValue(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "include \"nowhere.conf\" | it includes nowhere.conf, which can't be read",
        "include file(\"nowhere.conf\") | it includes nowhere.conf, which can't be read",
        "include \"http://127.0.0.1:1/x\" | it includes an address, which is not followed",
        "include url(\"http://127.0.0.1:1/x\") | it includes an address, which is not followed",
        "include classpath(\"x.conf\") | it includes a resource, which is not followed",
      })
  void includeOfMissingFile_isRefused(String include, String found) {
    assertThat(ConfigText.of(folder, include).problems())
        .singleElement()
        .extracting(Problem::found)
        .isEqualTo(found);
  }

  @Test
  void missingConfigFile_isNamed() {
    Path file = folder.resolve("nowhere.conf");
    assertThat(new ConfigText(file, Map.of()).problems())
        .singleElement()
        .extracting(Problem::text)
        .isEqualTo(
            file + ": no such file, or it can't be read (expected: a configuration in HOCON)");
  }

  @Test
  void unsetVariables_areAllNamed() {
    assertThat(
            ConfigText.of(
                    folder,
                    """
                    sluice.http.token = ${SLUICE_TOKEN}
                    sluice.streams.a.source = "rtsp://secret-user:"${CAMERA_PASSWORD}"@10.0.0.1/"
                    sluice.streams.b = ${template} { loop = true }
                    """)
                .lines())
        .satisfiesExactly(
            line ->
                assertThat(line).startsWith("1: sluice.http.token: ${SLUICE_TOKEN} is not set ("),
            line ->
                assertThat(line)
                    .startsWith("2: sluice.streams.a.source: ${CAMERA_PASSWORD} is not set (")
                    .doesNotContain("secret-user"),
            line -> assertThat(line).startsWith("3: sluice.streams.b: ${template} is not set ("));
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc-marked-0123456789", "${mine}", "x${SLUICE_TOKEN}"})
  void tokenInTheFile_isRefusedAndNotShown(String token) {
    ConfigText conf =
        ConfigText.of(
                folder,
                "mine = marked-0123456789abc\nsluice.http.token = "
                    + (token.startsWith("$") || token.startsWith("x$")
                        ? token
                        : "\"" + token + "\""))
            .with("SLUICE_TOKEN", "marked-0123456789");
    assertThat(conf.lines())
        .singleElement()
        .asString()
        .startsWith("2: sluice.http.token: a value that stands in the file (expected: a variable")
        .doesNotContain("marked");
  }

  @Test
  void shortToken_isRefusedAndNotShown() {
    assertThat(ConfigText.of(folder, "sluice.http.token = ${T}").with("T", "marked").lines())
        .singleElement()
        .asString()
        .contains("the value from the environment (expected: 16 to 512 printable")
        .doesNotContain("marked");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bind = 0.0.0.0 | 0.0.0.0 (expected: 127.0.0.1, or also token = ${SLUICE_TOKEN} with that"
            + " variable set, or an entry of tokens, and tls { certificate, key } or behind-proxy ="
            + " true)",
        "bind = \"::\", behind-proxy = true | :: (expected: 127.0.0.1, or also token ="
            + " ${SLUICE_TOKEN} with that variable set, or an entry of tokens)",
        "bind = myhost, token = ${T} | myhost (expected: 127.0.0.1, or also tls { certificate, key"
            + " } or behind-proxy = true)",
      })
  void unprotectedBind_isRefused_withRemedy(String http, String problem) {
    assertThat(
            ConfigText.of(folder, "sluice.http { " + http + " }")
                .with("T", "0123456789abcdef")
                .lines())
        .containsExactly("1: sluice.http.bind: " + problem);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bind = \"::1\"",
        "bind = localhost",
        "bind = 0.0.0.0, token = ${T}, behind-proxy = true",
        "bind = 10.0.0.5, token = ${T}, tls { certificate = a.pem, key = b.pem }",
        "bind = 10.0.0.5, behind-proxy = true, tokens.guard { right = view, hash ="
            + " \"sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\" }"
      })
  void protectedBind_isAccepted(String http) {
    assertThat(
            ConfigText.of(folder, "sluice.http { " + http + " }")
                .with("T", "0123456789abcdef")
                .lines())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rtsp://8.8.8.8/x | a machine of sluice.security.hosts",
        "rtsp://user:marked@8.8.8.8/x | a machine of sluice.security.hosts",
        "http://169.254.169.254/latest | a machine of sluice.security.hosts",
        "http://0x7f.1/ | http://HOST/PATH, with %20 for a blank, and an IPv4 address as in"
            + " 10.1.2.3",
        "rtsp://010.8.8.8/ | rtsp://HOST/PATH, with %20 for a blank, and an IPv4 address as in"
            + " 10.1.2.3",
        "http://2130706433/ | http://HOST/PATH, with %20 for a blank, and an IPv4 address as in"
            + " 10.1.2.3",
        "http://[fd00:ec2::254]/ | a machine of sluice.security.hosts",
        "rtsp://10.0.0.1@8.8.8.8/x | a machine of sluice.security.hosts",
        "rtsp:///x | rtsp://HOST/PATH",
        "rtsp://10.0.0.1:99999/x | rtsp://HOST/PATH",
        "rtsp://***@10.0.0.1/x | the credentials themselves in place of ***",
        "concat:a.mp4 | an address (rtsp",
        "'' | an address (rtsp",
      })
  void invalidSource_isRefused(String source, String expected) {
    assertThat(ConfigText.of(folder, "sluice.streams.a.source = \"" + source + "\"").lines())
        .singleElement()
        .asString()
        .contains("1: sluice.streams.a.source: ")
        .contains("expected: " + expected)
        .doesNotContain("marked");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "source = \"rtsp://10.0.0.1/\", password = ${MARKED} | user | the user whose password is"
            + " given",
        "source = \"rtsp://10.0.0.1/\", user = u, password = marked | password | a variable of the"
            + " environment, as in ${?CAMERA_PASSWORD}",
        "source = \"rtsp://10.0.0.1/\", user = u, password = ${LONG} | password | at most 1000"
            + " bytes",
        "source = \"rtsp://u:marked@10.0.0.1/\", user = u, password = ${MARKED} | source | an"
            + " address without user and password",
        "source = \"demo:\", user = u | user | none for a source that is not on the network",
        "source = \"rtsp://u:marked#1/2@10.0.0.1/\" | source | rtsp://HOST/PATH, with user and"
            + " password in the settings user and password",
      })
  void invalidCredentials_areRefused_andNotShown(String stream, String setting, String expected) {
    ConfigText conf = ConfigText.of(folder, "sluice.streams.a { " + stream + " }");

    assertThat(
            conf.with(
                    stream.contains("LONG") ? "LONG" : "MARKED",
                    stream.contains("LONG") ? "marked".repeat(170) : "marked")
                .lines())
        .singleElement()
        .asString()
        .contains("1: sluice.streams.a." + setting + ": ")
        .contains("expected: " + expected)
        .doesNotContain("marked");
  }

  @Test
  void longCredentialsInAnAddress_areRefused() {
    String source = "rtsp://u:" + "marked".repeat(170) + "@10.0.0.1/";

    assertThat(ConfigText.of(folder, "sluice.streams.a.source = \"" + source + "\"").lines())
        .singleElement()
        .asString()
        .contains("user and password of at most 1000 bytes")
        .doesNotContain("marked");
  }

  @Test
  void source_isCheckedAgainstSchemesAndHosts_ofTheSameFile() {
    assertThat(
            ConfigText.of(
                    folder,
                    """
                    sluice.security { schemes = [rtsp], hosts = [8.8.8.8, 10.0.0.0/99, "no name"] }
                    sluice.streams.a.source = "rtsp://8.8.8.8/"
                    """)
                .lines())
        .containsExactly(
            "1: sluice.security.hosts[1]: 10.0.0.0/99 (expected: an address, a network as in"
                + " 10.0.0.0/8, a name, or *.name)",
            "1: sluice.security.hosts[2]: no name (expected: an address, a network as in"
                + " 10.0.0.0/8, a name, or *.name)");
    assertThat(
            ConfigText.of(
                    folder,
                    """
                    sluice.security { schemes = [rtsp], hosts = [8.8.8.8] }
                    sluice.streams.a.source = "rtsp://8.8.8.8/"
                    sluice.streams.b.source = "demo:"
                    """)
                .lines())
        .containsExactly(
            "3: sluice.streams.b.source: demo: (expected: a source of sluice.security.schemes:"
                + " rtsp)");
  }

  @Test
  void loopOfLiveSource_isRefused() {
    assertThat(
            ConfigText.of(folder, "sluice.streams.a { source = \"rtsp://10.0.0.1/\", loop = true }")
                .lines())
        .containsExactly(
            "1: sluice.streams.a.loop: true (expected: false for a live source, which can't start"
                + " again)");
  }

  @Test
  void precisionBesideModelFile_isRefused() {
    assertThat(
            ConfigText.of(folder, "sluice.models.a { model = \"a.onnx\", precision = FP16 }")
                .lines())
        .containsExactly(
            "1: sluice.models.a.precision: FP16 (expected: no precision beside a file, which has"
                + " but its own)");
  }

  @Test
  void sinksWithTheSameFile_areRefused() {
    assertThat(
            ConfigText.of(
                    folder,
                    """
                    sluice.sinks.a { type = json-lines, path = "{stream}.jsonl" }
                    sluice.sinks.b { type = json-lines, path = "{stream}.jsonl" }
                    """)
                .lines())
        .containsExactly(
            "2: sluice.sinks.b.path: {stream}.jsonl (expected: another path than that of a)");
  }

  @Test
  void settingOutsideItsSection_isRefused() {
    assertThat(
            ConfigText.of(folder, "slucie.http.port = 1\nstreams.a {}\npekko.loglevel = INFO")
                .lines())
        .containsExactly(
            "1: slucie: no such setting (expected: settings within sluice { }; nearest: sluice)",
            "2: streams: no such setting (expected: settings within sluice { }; nearest:"
                + " sluice.streams)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sluice { http.port = 1",
        "sluice.http.token = \"marked",
        "sluice.http.token : marked : marked",
        "sluice.http.token = marked }",
        "marked \"marked\" [",
        "sluice.http.token = \"\"\"marked",
        "a = ${b}\nb = ${a}",
        "include url(\"http://127.0.0.1:1/marked\")",
        "include \"http://127.0.0.1:1/marked\"",
        "sluice = marked",
        "sluice.streams = [marked]",
        "sluice.streams.a = marked",
        "[]",
      })
  void malformedFile_isRefused_withoutShowingItsContent(String text) {
    assertThat(ConfigText.of(folder, text).lines())
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).doesNotContain("token = ").doesNotContain("\n"));
  }

  @Test
  void malformedFile_isReported_withItsLine() {
    assertThat(ConfigText.of(folder, "a = 1\nb = { c = 1 : \"mar'ked (x\" }").lines())
        .containsExactly(
            "2: is no HOCON: Expecting close brace } or a comma, got … (expected: HOCON: KEY ="
                + " VALUE, and braces in pairs)");
  }

  @Test
  void deepNesting_isRefused() {
    assertThat(ConfigText.of(folder, "a = " + "[".repeat(100_000)).lines())
        .containsExactly("nested too deeply (expected: what a person would write)");
  }
}
