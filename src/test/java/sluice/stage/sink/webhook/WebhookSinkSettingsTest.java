package sluice.stage.sink.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.config.ConfigJson;
import sluice.config.binding.Secret;
import sluice.config.settings.ServiceConfig;
import sluice.config.sink.FrameChoice;
import sluice.testing.ConfigText;

class WebhookSinkSettingsTest {
  private static final String KEY = "0123456789abcdef-marked";

  @TempDir Path folder;

  private ConfigText text(String settings) {
    ConfigText text =
        ConfigText.of(folder, "sluice.sinks.hook { type = webhook, " + settings + " }\n");
    return new ConfigText(
        text.file(),
        Map.of(
            "HOME", "/home/a", "HOOK", KEY, "HOOK2", KEY + 2, "HOOK3", KEY + 3, "SHORT", "marked"));
  }

  private WebhookSinkConfig read(String settings) {
    return (WebhookSinkConfig) text(settings).fine().sinks().get("hook");
  }

  @Test
  void defaults_areThoseOfTheReference() {
    WebhookSinkConfig config = read("url = \"http://127.0.0.1:9000/hook\"");

    assertThat(config.url()).isEqualTo(new WebhookUrl("http://127.0.0.1:9000/hook", false));
    assertThat(config.keys()).isEmpty();
    assertThat(config.headers()).isEmpty();
    assertThat(config.format()).isEqualTo(WebhookFormat.NDJSON);
    assertThat(config.batchSize()).isEqualTo(100);
    assertThat(config.batchWait()).isEqualTo(Duration.ofSeconds(1));
    assertThat(config.caFile()).isEmpty();
    assertThat(config.only()).isEqualTo(FrameChoice.CHANGES);
  }

  @Test
  void secrets_areNotShown() {
    ServiceConfig config =
        text("""
        url = "https://hooks.example/x?code=marked-code"
        keys = [${HOOK}]
        headers { Authorization = ${HOOK}, X-Site = north }
        """)
            .fine();
    WebhookSinkConfig sink = (WebhookSinkConfig) config.sinks().get("hook");

    assertThat(sink.keys()).containsExactly(new Secret(KEY));
    assertThat(sink.headers().get("X-Site")).hasToString("north");
    assertThat(sink.headers().get("Authorization").reveal()).isEqualTo(KEY);
    assertThat(sink.toString()).doesNotContain("marked").contains("https://hooks.example");
    assertThat(sink.url().shown()).isEqualTo("https://hooks.example/x?code=***");
    assertThat(sink.headers().get("Authorization")).hasToString("***");
  }

  @Test
  void anAddressFromTheEnvironment_isSecretBehindItsMachine() {
    WebhookSinkConfig config =
        (WebhookSinkConfig)
            ConfigText.of(folder, "sluice.sinks.hook { type = webhook, url = ${HOOK} }\n")
                .with("HOOK", "https://hooks.example:8443/services/T0/marked")
                .fine()
                .sinks()
                .get("hook");

    assertThat(config.url().shown()).isEqualTo("https://hooks.example:8443/***");
    assertThat(config.toString()).doesNotContain("marked");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://a/marked",
        "http://marked:marked@a/",
        "https://marked@a/",
        "http://",
        "/marked",
        "http://a b/marked",
        "http://127.1/marked",
        "http://a:70000/marked",
        "http://a_b/marked",
        "http://a/marked|x"
      })
  void addressesThatCantBeUsed_areRefused_andNotShown(String url) {
    assertThat(text("url = \"" + url + "\"").lines())
        .singleElement()
        .asString()
        .contains("sluice.sinks.hook.url")
        .doesNotContain("marked");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "keys = [0123456789abcdef]|keys[0]: a value that stands in the file",
        "keys = [${SHORT}]|keys[0]",
        "keys = [${HOOK}, ${HOOK}]|each once",
        "keys = [${HOOK}, ${HOOK2}, ${HOOK3}]|at most 2 keys",
        "headers { Authorization = marked }|a value that stands in the file",
        "headers { x-api-key = marked }|a value that stands in the file",
        "headers { X-Mine = \"a \"${HOOK} }|a value that stands in the file",
        "headers { Host = a }|requests don't have anyway",
        "headers { webhook-ID = a }|requests don't have anyway",
        "headers { \"a b\" = a }|requests don't have anyway",
        "headers { a.b = a }|requests don't have anyway",
        "headers { X-A = a, x-a = b }|each once",
        "headers { X-A = \"a\\nb\" }|visible ASCII",
        "headers { X-A = ä }|visible ASCII",
        "format = xml|ndjson or json",
        "batch-size = 0|1 to 1000",
        "batch-size = 1001|1 to 1000",
        "batch-wait = 2m|1m",
        "ca-file = missing.pem|PEM file",
      })
  void wrongSettings_areRefused(String settings, String expected) {
    assertThat(text("url = \"http://a/\", " + settings).lines())
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).doesNotContain("marked"))
        .anySatisfy(line -> assertThat(line).contains(expected));
  }

  @Test
  void theConfigurationAsJson_hasNoSecret() {
    ServiceConfig config =
        text("url = \"https://a/?t=marked\", keys = [${HOOK}], headers { Cookie = ${HOOK} }")
            .fine();

    assertThat(config + ConfigJson.write(config))
        .doesNotContain("marked")
        .contains("https://a/?t=***");
  }
}
