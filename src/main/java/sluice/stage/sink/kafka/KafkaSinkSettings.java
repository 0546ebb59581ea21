package sluice.stage.sink.kafka;

import static sluice.config.binding.ReloadEffect.SINK;

import java.util.Map;
import java.util.Optional;
import sluice.config.binding.ConfigNode;
import sluice.config.binding.OptionalTypes;
import sluice.config.binding.Secret;
import sluice.config.binding.Setting;
import sluice.config.binding.SettingGroup;
import sluice.config.binding.SettingGroupBuilder;
import sluice.config.binding.SettingValues;
import sluice.config.binding.TextTypes;
import sluice.config.binding.UnionType;
import sluice.config.sink.AccountSettings;
import sluice.config.sink.FrameChoice;
import sluice.config.sink.RemoteSinkSettings;

/** Description of the settings of a topic of Kafka. */
final class KafkaSinkSettings {
  private static final SettingGroupBuilder<KafkaSinkConfig> SETTINGS =
      SettingGroup.builder(KafkaSinkConfig.class);

  static final Setting<String> BROKERS =
      SETTINGS.add(
          Setting.required(
              "brokers",
              BrokersType.type(),
              SINK,
              "Addresses of brokers, host:port with commas between; one that answers names the"
                  + " others."));
  static final Setting<String> TOPIC =
      SETTINGS.add(
          Setting.of(
              "topic",
              "sluice.detections",
              TextTypes.text(
                  "the name of a topic: letters, digits, dots, underscores and hyphens, 180 at the"
                      + " most; {stream} once for the stream's id",
                  "(?!\\.{1,2}$)(?!.{181})[A-Za-z0-9._-]*(?:\\{stream\\})?[A-Za-z0-9._-]*(?<=.)"),
              SINK,
              "The topic that messages go to, which must be there; {stream} stands for the stream's"
                  + " id."));
  static final Setting<KafkaCompression> COMPRESSION =
      SETTINGS.add(
          Setting.of(
              "compression",
              "none",
              TextTypes.constant(KafkaCompression.class),
              SINK,
              "How batches are compressed."));
  static final Setting<Boolean> CLOUD_EVENTS =
      SETTINGS.add(
          Setting.of(
              "cloud-events",
              "false",
              TextTypes.flag(),
              SINK,
              "Whether records also have the headers of CloudEvents 1.0 in binary mode, ce_id and"
                  + " so on."));
  static final Setting<Boolean> TLS =
      SETTINGS.add(
          Setting.of(
              "tls",
              "false",
              TextTypes.flag(),
              SINK,
              "Whether connections are encrypted; the brokers' certificates and names are"
                  + " verified."));
  static final Setting<Optional<String>> CA_FILE =
      SETTINGS.add(
          Setting.optional(
              "ca-file",
              "the authorities that the Java runtime trusts",
              OptionalTypes.of(TextTypes.text("the path of a PEM file", "\\P{Cntrl}{1,4096}")),
              SINK,
              "PEM file with the certificates of the authorities that brokers are verified with."));
  static final Setting<Optional<String>> USER =
      SETTINGS.add(AccountSettings.user("none", "The user that the brokers know (SASL)."));
  static final Setting<Optional<Secret>> PASSWORD =
      SETTINGS.add(AccountSettings.password("KAFKA_PASSWORD", "The user's password."));
  static final Setting<SaslMechanism> SASL_MECHANISM =
      SETTINGS.add(
          Setting.of(
              "sasl-mechanism",
              "scram-sha-512",
              TextTypes.constant(SaslMechanism.class),
              SINK,
              "How user and password are shown; plain only with tls = true."));
  static final Setting<Map<String, KafkaProperty>> PROPERTIES =
      SETTINGS.add(
          Setting.of(
              "properties",
              "{}",
              new KafkaPropertiesType(),
              SINK,
              "Properties of Kafka's producer by their own names, for TLS with a key of one's own,"
                  + " Kerberos, OAuth and larger requests. Secret ones come from the"
                  + " environment."));

  static {
    SETTINGS.add(RemoteSinkSettings.only(FrameChoice.DETECTIONS));
    SETTINGS.add(RemoteSinkSettings.filters());
    SETTINGS.add(RemoteSinkSettings.spool());
    SETTINGS.rule(KafkaSinkSettings::checkSecurity);
  }

  static final UnionType.Variant<KafkaSinkConfig> VARIANT =
      new UnionType.Variant<>(
          "kafka", "records of a topic of Kafka", SETTINGS.name("name").build());

  private KafkaSinkSettings() {}

  /** Each thing is said once: by a setting of the sink or by a property, and nothing half. */
  private static void checkSecurity(SettingValues values, ConfigNode node) {
    boolean tls = values.get(TLS);
    boolean user = values.get(USER).isPresent();
    boolean caFile = values.get(CA_FILE).isPresent();
    if (user != values.get(PASSWORD).isPresent()) {
      refuse(node, user ? PASSWORD : USER, "missing", "user and password, or neither");
    }
    if (user && !tls && values.get(SASL_MECHANISM) == SaslMechanism.PLAIN) {
      refuse(node, SASL_MECHANISM, "plain without tls", "tls = true, or a mechanism of scram");
    }
    if (caFile && !tls) {
      refuse(node, CA_FILE, "a file that nothing is verified with", "tls = true beside it");
    }
    for (String key : values.get(PROPERTIES).keySet()) {
      if (key.equals(PropertyKeys.SECURITY_PROTOCOL) && (tls || user)) {
        refuse(node, PROPERTIES, key + " besides tls or user", "one of them");
      } else if (user && isOfUser(key)) {
        refuse(node, PROPERTIES, key + " besides user", "one of them");
      } else if (caFile && key.startsWith(PropertyKeys.TRUST_STORE)) {
        refuse(node, PROPERTIES, key + " besides ca-file", "one of them");
      }
    }
  }

  private static boolean isOfUser(String key) {
    return key.equals(PropertyKeys.SASL_MECHANISM) || key.equals(PropertyKeys.SASL_JAAS_CONFIG);
  }

  private static void refuse(ConfigNode node, Setting<?> setting, String found, String expected) {
    node.child(setting.key()).refuse(found, expected, Optional.empty());
  }
}
