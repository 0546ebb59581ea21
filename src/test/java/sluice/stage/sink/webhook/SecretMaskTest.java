package sluice.stage.sink.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.testing.ConfigText;

class SecretMaskTest {
  private static final String LOGIN =
      "Basic " + Base64.getEncoder().encodeToString("bob:marked-password".getBytes(UTF_8));

  @TempDir Path folder;
  private SecretMask mask;

  @BeforeEach
  void read() {
    ConfigText text =
        ConfigText.of(
            folder,
            """
            sluice.sinks.hook {
              type = webhook
              url = "https://hooks.example/services/marked-path?code=marked%20code"
              keys = [${KEY}]
              headers { Authorization = ${LOGIN} }
            }
            """);
    mask =
        new SecretMask(
            (WebhookSinkConfig)
                new ConfigText(
                        text.file(),
                        Map.of(
                            "HOME",
                            "/",
                            "KEY",
                            "whsec_bWFya2VkLW1hcmtlZC1tYXJrZWQ=",
                            "LOGIN",
                            LOGIN))
                    .fine()
                    .sinks()
                    .get("hook"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "whsec_bWFya2VkLW1hcmtlZC1tYXJrZWQ=",
        "bWFya2VkLW1hcmtlZC1tYXJrZWQ=",
        "bob:marked-password",
        "marked-password",
        "/services/marked-path",
        "marked-path",
        "code=marked%20code",
        "marked code"
      })
  void whatAReceiverRepeats_isMasked(String secret) {
    assertThat(mask.shown("no access with " + secret + " here", true))
        .isEqualTo("no access with *** here");
    assertThat(mask.shown("no access with " + URLEncoder.encode(secret, UTF_8), true))
        .doesNotContain("marked", "bWFya2Vk");
    assertThat(mask.shown(secret.replace("/", "\\/") + secret, true))
        .doesNotContain("marked", "bWFya2Vk");
  }

  @Test
  void headersAreMasked_alsoInPart() {
    assertThat(mask.shown("got " + LOGIN, true)).isEqualTo("got ***");
    assertThat(mask.shown("got " + LOGIN.substring(6), true)).isEqualTo("got ***");
  }

  @Test
  void aSecretThatWasCutOff_isMasked() {
    assertThat(mask.shown("no: /services/mark", false)).isEqualTo("no:");
    assertThat(mask.shown("plain text", false)).isEqualTo("plain text");
  }

  @Test
  void text_isOneShortLine() {
    assertThat(mask.shown("a\n\tb\u001b[31m " + "x".repeat(300), true))
        .startsWith("a b?[31m xxx")
        .hasSize(201)
        .endsWith("…");
  }
}
