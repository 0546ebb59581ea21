package sluice.stage.sink.webhook;

import static sluice.config.binding.ReloadEffect.SINK;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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
import sluice.config.binding.TextTypes;
import sluice.config.binding.UnionType;
import sluice.config.binding.UnitTypes;
import sluice.config.sink.FrameChoice;
import sluice.config.sink.RemoteSinkSettings;

/** Description of the settings of webhooks. */
final class WebhookSinkSettings {
  private static final int MOST_KEYS = 2;
  private static final int MOST_HEADERS = 20;

  private static final SettingGroupBuilder<WebhookSinkConfig> SETTINGS =
      SettingGroup.builder(WebhookSinkConfig.class);

  static final Setting<WebhookUrl> URL =
      SETTINGS.add(
          Setting.required(
              "url",
              new WebhookUrlType(),
              SINK,
              "Where requests go, by http or https. Redirects are not followed, and proxies not"
                  + " used."));
  static final Setting<List<Secret>> KEYS =
      SETTINGS.add(
          Setting.of(
              "keys",
              "[]",
              new CollectionTypes.ListOf<>(
                  new SecretType("HOOK_KEY", SigningKey.FORM, SigningKey.FORM_IN_WORDS), "keys"),
              SINK,
              "Keys that requests are signed with, as Standard Webhooks say, of 16 characters at"
                  + " least, or whsec_ and base64; two while receivers change from one to the"
                  + " other; none: they are not signed."));
  static final Setting<Map<String, HeaderValue>> HEADERS =
      SETTINGS.add(
          Setting.of(
              "headers",
              "{}",
              new CollectionTypes.MapOf<>(
                  new HeaderValueType(), "an object: a text for each name of a header"),
              SINK,
              "Headers that every request has besides. Authorization and others that carry secrets"
                  + " only from the environment."));
  static final Setting<WebhookFormat> FORMAT =
      SETTINGS.add(
          Setting.of(
              "format",
              "ndjson",
              TextTypes.constant(WebhookFormat.class),
              SINK,
              "Form of the body: ndjson: a JSON object in each line; json: one array of them."));
  static final Setting<Integer> BATCH_SIZE =
      SETTINGS.add(
          Setting.of(
              "batch-size", "100", NumberTypes.whole(1, 1_000), SINK, "Messages of one request."));
  static final Setting<Duration> BATCH_WAIT =
      SETTINGS.add(
          Setting.of(
              "batch-wait",
              "1s",
              UnitTypes.duration(Duration.ZERO, Duration.ofMinutes(1)),
              SINK,
              "How long a message may wait for others of its request."));
  static final Setting<Optional<Path>> CA_FILE =
      SETTINGS.add(
          Setting.optional(
              "ca-file",
              "the system's authorities alone",
              OptionalTypes.of(new CertificateFileType()),
              SINK,
              "PEM file of certificates whose authorities are trusted beside the system's, for"
                  + " https. Read again after a connection that failed."));

  static {
    SETTINGS.add(RemoteSinkSettings.only(FrameChoice.CHANGES));
    SETTINGS.add(RemoteSinkSettings.filters());
    SETTINGS.add(RemoteSinkSettings.spool());
  }

  static final UnionType.Variant<WebhookSinkConfig> VARIANT =
      new UnionType.Variant<>(
          "webhook",
          "requests to a server over HTTP",
          SETTINGS.name("name").rule(WebhookSinkSettings::check).build());

  private WebhookSinkSettings() {}

  private static void check(SettingValues values, ConfigNode node) {
    if (values.get(KEYS).size() > MOST_KEYS) {
      node.child(KEYS.key()).refuse("at most " + MOST_KEYS + " keys");
    }
    ConfigNode headers = node.child(HEADERS.key());
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (String name : values.get(HEADERS).keySet()) {
      if (!HeaderValueType.isFree(name)) {
        headers
            .child(name)
            .refuse("this header", "one that requests don't have anyway", Optional.empty());
      } else if (!names.add(name)) {
        headers.child(name).refuse("this header", "each once", Optional.empty());
      }
    }
    if (names.size() > MOST_HEADERS) {
      headers.refuse("at most " + MOST_HEADERS + " headers");
    }
  }
}
