package sluice.config;

import static sluice.config.binding.ReloadEffect.AT_ONCE;
import static sluice.config.binding.ReloadEffect.NEXT_FRAMES;
import static sluice.config.binding.ReloadEffect.SERVICE;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;
import sluice.config.binding.CertificateFileType;
import sluice.config.binding.CollectionTypes;
import sluice.config.binding.ConfigNode;
import sluice.config.binding.NumberTypes;
import sluice.config.binding.OptionalTypes;
import sluice.config.binding.Secret;
import sluice.config.binding.SecretType;
import sluice.config.binding.Setting;
import sluice.config.binding.SettingGroup;
import sluice.config.binding.SettingGroupBuilder;
import sluice.config.binding.SettingValues;
import sluice.config.binding.UnitTypes;
import sluice.config.settings.StreamTracing;
import sluice.config.settings.TracingConfig;

/** Description of the settings of traces, the service's and those that each stream may have. */
final class TracingSettings {
  private static final double MOST_PER_SECOND = 1_000;

  private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");

  /** Those that the client gives itself. */
  private static final Set<String> OWN_HEADERS =
      Set.of(
          "connection",
          "content-encoding",
          "content-length",
          "content-type",
          "expect",
          "host",
          "transfer-encoding",
          "upgrade");

  private static final SettingGroupBuilder<TracingConfig> SETTINGS =
      SettingGroup.builder(TracingConfig.class);
  private static final SettingGroupBuilder<StreamTracing> STREAM_SETTINGS =
      SettingGroup.builder(StreamTracing.class);

  static final Setting<Optional<URI>> ENDPOINT =
      SETTINGS.add(
          Setting.optional(
              "endpoint",
              "nothing is traced",
              OptionalTypes.of(new EndpointType("http://127.0.0.1:4318/v1/traces")),
              SERVICE,
              "Where spans are sent: a collector or trace store that takes OTLP over HTTP"
                  + " (protobuf)."));
  static final Setting<Double> PER_SECOND =
      SETTINGS.add(
          Setting.of(
              "per-second",
              "1",
              NumberTypes.real(0, MOST_PER_SECOND),
              AT_ONCE,
              "Frames of each stream that are traced in a second, at the most; 0: only those that"
                  + " were dropped for max-age, failed, or were slow."));
  static final Setting<Optional<Duration>> SLOW =
      SETTINGS.add(
          Setting.optional(
              "slow",
              "none",
              OptionalTypes.of(UnitTypes.duration(Duration.ofMillis(1), Duration.ofHours(1))),
              AT_ONCE,
              "Frames that take longer than this from the decoded picture to the result are traced"
                  + " too, all of them."));
  static final Setting<Integer> QUEUE =
      SETTINGS.add(
          Setting.of(
              "queue",
              "2048",
              NumberTypes.whole(64, 65_536),
              SERVICE,
              "Spans that may wait for being sent; a frame has about nine. More are dropped and"
                  + " counted."));
  static final Setting<Duration> TIMEOUT =
      SETTINGS.add(
          Setting.of(
              "timeout",
              "2s",
              UnitTypes.duration(Duration.ofMillis(100), Duration.ofSeconds(30)),
              SERVICE,
              "Within which the collector has to answer, and by which the end of the service may be"
                  + " delayed."));
  static final Setting<Map<String, Secret>> HEADERS =
      SETTINGS.add(
          Setting.of(
              "headers",
              "{}",
              new CollectionTypes.MapOf<>(
                  new SecretType(
                      "COLLECTOR_AUTHORIZATION",
                      "[\\x21-\\x7e](?:[\\x20-\\x7e]{0,4094}[\\x21-\\x7e])?",
                      "1 to 4096 printable ASCII characters, the first and last no space"),
                  "an object: a value from the environment for each header, as in"
                      + " { Authorization = ${?COLLECTOR_AUTHORIZATION} }"),
              SERVICE,
              "Headers of each request to the collector, from the environment. Shown as ***."));
  static final Setting<Optional<Path>> CA_FILE =
      SETTINGS.add(
          Setting.optional(
              "ca-file",
              "the system's authorities",
              OptionalTypes.of(new CertificateFileType()),
              SERVICE,
              "PEM file of certificates whose authorities are trusted in place of the system's, for"
                  + " an https endpoint."));

  static final Setting<OptionalDouble> STREAM_PER_SECOND =
      STREAM_SETTINGS.add(
          Setting.optional(
              "per-second",
              "sluice.tracing.per-second",
              OptionalTypes.ofDouble(NumberTypes.real(0, MOST_PER_SECOND)),
              NEXT_FRAMES,
              "Frames of this stream that are traced in a second, at the most; 0: only those that"
                  + " were dropped for max-age, failed, or were slow."));

  static final SettingGroup<TracingConfig> GROUP =
      SETTINGS.rule(TracingSettings::checkHeaders).build();
  static final SettingGroup<StreamTracing> STREAM_GROUP = STREAM_SETTINGS.build();

  private TracingSettings() {}

  private static void checkHeaders(SettingValues values, ConfigNode node) {
    ConfigNode headers = node.child(HEADERS.key());
    for (String name : values.get(HEADERS).keySet()) {
      if (!HEADER_NAME.matcher(name).matches()) {
        headers.refuse("this name", "names of HTTP headers", Optional.empty());
      } else if (OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
        headers.refuse(name, "none that each request has of itself", Optional.empty());
      }
    }
  }
}
