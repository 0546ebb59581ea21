package sluice.stage.sink.kafka;

/** How user and password are shown to a broker. */
public enum SaslMechanism {
  /** SCRAM with SHA-512: the password itself is not sent. */
  SCRAM_SHA_512("SCRAM-SHA-512", "org.apache.kafka.common.security.scram.ScramLoginModule"),
  /** SCRAM with SHA-256: the password itself is not sent. */
  SCRAM_SHA_256("SCRAM-SHA-256", "org.apache.kafka.common.security.scram.ScramLoginModule"),
  /** The password as it is. */
  PLAIN("PLAIN", "org.apache.kafka.common.security.plain.PlainLoginModule");

  private final String kafkaName;
  private final String loginModule;

  SaslMechanism(String kafkaName, String loginModule) {
    this.kafkaName = kafkaName;
    this.loginModule = loginModule;
  }

  /** The mechanism's registered name. */
  String kafkaName() {
    return kafkaName;
  }

  /** The value of Kafka's {@code sasl.jaas.config} for a user. */
  String jaasConfig(String user, String password) {
    return "%s required username=%s password=%s;"
        .formatted(loginModule, quoted(user), quoted(password));
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
