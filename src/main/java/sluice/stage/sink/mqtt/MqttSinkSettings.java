package sluice.stage.sink.mqtt;

import static sluice.config.binding.ReloadEffect.SINK;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import sluice.config.binding.CertificateFileType;
import sluice.config.binding.ConfigNode;
import sluice.config.binding.OptionalTypes;
import sluice.config.binding.Secret;
import sluice.config.binding.Setting;
import sluice.config.binding.SettingGroup;
import sluice.config.binding.SettingGroupBuilder;
import sluice.config.binding.SettingValues;
import sluice.config.binding.TextTypes;
import sluice.config.binding.UnionType;
import sluice.config.binding.UnitTypes;
import sluice.config.binding.ValueType;
import sluice.config.sink.AccountSettings;
import sluice.config.sink.FrameChoice;
import sluice.config.sink.RemoteSinkSettings;

/** Description of the settings of a broker of MQTT. */
final class MqttSinkSettings {
  private static final String LEVEL = "[A-Za-z0-9._-]{1,64}";

  private static final ValueType<String> PREFIX =
      TextTypes.text(
          "levels of a topic of letters, digits, dots, underscores and hyphens, as in a/b; 8 at the"
              + " most",
          LEVEL + "(?:/" + LEVEL + "){0,7}");

  private static final SettingGroupBuilder<MqttSinkConfig> SETTINGS =
      SettingGroup.builder(MqttSinkConfig.class);

  static final Setting<MqttUrl> URL =
      SETTINGS.add(
          Setting.required(
              "url",
              new MqttUrlType(),
              SINK,
              "The broker: mqtt://HOST:PORT, or mqtts:// for TLS, with which the broker's"
                  + " certificate and name are verified."));
  static final Setting<String> VERSION =
      SETTINGS.add(
          Setting.of(
              "version",
              "5",
              TextTypes.oneOf(List.of("5", MqttSinkConfig.OLD_VERSION)),
              SINK,
              "Version of MQTT; messages of 3.1.1 have no properties."));
  static final Setting<String> TOPIC_PREFIX =
      SETTINGS.add(
          Setting.of(
              "topic-prefix",
              "sluice",
              PREFIX,
              SINK,
              "What all topics begin with; one of its own for each service whose streams are called"
                  + " alike."));
  static final Setting<Optional<String>> CLIENT_ID =
      SETTINGS.add(
          Setting.optional(
              "client-id",
              "sluice-MACHINE-SINK",
              OptionalTypes.of(
                  TextTypes.text(
                      "1 to 100 letters, digits, dots, underscores and hyphens",
                      "[A-Za-z0-9._-]{1,100}")),
              SINK,
              "How the sink names itself to the broker; nobody else may have the name there."));
  static final Setting<Optional<String>> USER =
      SETTINGS.add(AccountSettings.user("none", "The user that the broker knows."));
  static final Setting<Optional<Secret>> PASSWORD =
      SETTINGS.add(
          AccountSettings.password(
              "MQTT_PASSWORD", "The user's password; only mqtts keeps it from those who listen."));
  static final Setting<Optional<Path>> CA_FILE =
      SETTINGS.add(
          Setting.optional(
              "ca-file",
              "the system's authorities alone",
              OptionalTypes.of(new CertificateFileType()),
              SINK,
              "PEM file of certificates whose authorities are trusted beside the system's, for"
                  + " mqtts. Read again with each connection."));
  static final Setting<Duration> KEEP_ALIVE =
      SETTINGS.add(
          Setting.of(
              "keep-alive",
              "30s",
              UnitTypes.duration(Duration.ofSeconds(5), Duration.ofHours(1)),
              SINK,
              "Longest time without anything sent; the broker takes the sink for dead after half as"
                  + " much again."));
  static final Setting<Boolean> HOME_ASSISTANT =
      SETTINGS.add(
          Setting.of(
              "home-assistant",
              "false",
              TextTypes.flag(),
              SINK,
              "Whether streams, labels, lines and zones are announced to Home Assistant; by one"
                  + " sink only."));
  static final Setting<String> HOME_ASSISTANT_PREFIX =
      SETTINGS.add(
          Setting.of(
              "home-assistant-prefix",
              "homeassistant",
              PREFIX,
              SINK,
              "What Home Assistant's topics of discovery begin with."));

  static {
    SETTINGS.add(RemoteSinkSettings.only(FrameChoice.CHANGES));
    SETTINGS.add(RemoteSinkSettings.filters());
    SETTINGS.add(RemoteSinkSettings.spool());
    SETTINGS.rule(MqttSinkSettings::check);
  }

  static final UnionType.Variant<MqttSinkConfig> VARIANT =
      new UnionType.Variant<>(
          "mqtt",
          "messages and states at a broker of MQTT, for Home Assistant too",
          SETTINGS.name("name").build());

  private MqttSinkSettings() {}

  private static void check(SettingValues values, ConfigNode node) {
    if (values.get(PASSWORD).isPresent() && values.get(USER).isEmpty()) {
      refuse(node, USER, "missing", "user and password, a user alone, or neither");
    }
    if (values.get(CA_FILE).isPresent() && !values.get(URL).isTls()) {
      refuse(node, CA_FILE, "a file that nothing is verified with", "mqtts:// in url");
    }
  }

  private static void refuse(ConfigNode node, Setting<?> setting, String found, String expected) {
    node.child(setting.key()).refuse(found, expected, Optional.empty());
  }
}
