package sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.config.settings.ServiceConfig;
import sluice.config.settings.TracingConfig;
import sluice.testing.ConfigText;

class TracingSettingsTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of("HOME", "/home/somebody", "COLLECTOR_AUTHORIZATION", "Bearer hidden");

  @TempDir Path folder;

  @Test
  void tracing_isOff_untilAnEndpointIsGiven() throws IOException {
    ServiceConfig config = text("sluice.streams.a.source = \"demo:\"").fine();

    TracingConfig tracing = config.tracing();
    assertThat(tracing.endpoint()).isEmpty();
    assertThat(tracing.perSecond()).isEqualTo(1);
    assertThat(tracing.slow()).isEmpty();
    assertThat(tracing.queue()).isEqualTo(2048);
    assertThat(tracing.timeout()).isEqualTo(Duration.ofSeconds(2));
    assertThat(config.streams().get("a").tracing().perSecond()).isEmpty();
  }

  @Test
  void streams_haveRatesOfTheirOwn_fromTheDefaultsToo() throws IOException {
    ServiceConfig config =
        text("""
        sluice {
          tracing { endpoint = "https://traces.example.com/v1/traces", slow = 500ms }
          defaults.tracing.per-second = 0.5
          streams.a { source = "demo:", tracing.per-second = 0 }
          streams.b.source = "demo:"
        }
        """)
            .fine();

    assertThat(config.tracing().endpoint())
        .contains(URI.create("https://traces.example.com/v1/traces"));
    assertThat(config.tracing().slow()).contains(Duration.ofMillis(500));
    assertThat(config.streams().get("a").tracing().perSecond()).isEqualTo(OptionalDouble.of(0));
    assertThat(config.streams().get("b").tracing().perSecond()).isEqualTo(OptionalDouble.of(0.5));
  }

  @Test
  void headers_comeFromTheEnvironment_andAreNotShown() throws IOException {
    ServiceConfig config =
        text("sluice.tracing.headers { Authorization = ${COLLECTOR_AUTHORIZATION} }").fine();

    assertThat(config.tracing().headers().get("Authorization").reveal()).isEqualTo("Bearer hidden");
    assertThat(ConfigJson.write(config))
        .contains("\"headers\":{\"Authorization\":\"***\"}")
        .doesNotContain("hidden");
    assertThat(text("sluice.tracing.headers { Authorization = hidden }").lines())
        .singleElement()
        .asString()
        .contains("a variable of the environment, as in ${?COLLECTOR_AUTHORIZATION}")
        .doesNotContain("hidden");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Host", "content-type", "\"a b\"", "\"a:\""})
  void headers_thatNoRequestMayHave_areRefused(String name) throws IOException {
    assertThat(
            text("sluice.tracing.headers { %s = ${COLLECTOR_AUTHORIZATION} }".formatted(name))
                .lines())
        .singleElement()
        .asString()
        .contains("sluice.tracing.headers");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1:4318",
        "http://127.0.0.1:4318",
        "http://127.0.0.1:4318/",
        "grpc://127.0.0.1:4317/v1/traces",
        "http://user:secret@127.0.0.1/v1/traces",
        "http://127.0.0.1:70000/v1/traces",
        "http:///v1/traces",
        "http://127.0.0.1/v1 traces"
      })
  void endpoints_thatAreNone_areRefused_withAnExample(String endpoint) throws IOException {
    assertThat(text("sluice.tracing.endpoint = \"" + endpoint + "\"").lines())
        .singleElement()
        .asString()
        .contains("as in http://127.0.0.1:4318/v1/traces");
  }

  private ConfigText text(String text) throws IOException {
    return new ConfigText(Files.writeString(folder.resolve("a.conf"), text), ENVIRONMENT);
  }
}
