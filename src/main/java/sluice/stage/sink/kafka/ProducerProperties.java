package sluice.stage.sink.kafka;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;

/**
 * Properties of the producer. What the sink promises hangs on them: one request at a time on a
 * connection keeps the order also where one fails, and nothing waits for ever.
 */
final class ProducerProperties {
  private static final int BUFFER_BYTES = 8 << 20;
  private static final int BATCH_BYTES = 64 << 10;

  private ProducerProperties() {}

  /**
   * The properties.
   *
   * @param clientId names the sink in the brokers' logs
   */
  static Map<String, Object> of(KafkaSinkConfig config, String clientId, ClientLimits limits) {
    Map<String, Object> all = new HashMap<>();
    // a cluster that went away as a whole is found again by the next producer
    all.put(CommonClientConfigs.METADATA_RECOVERY_STRATEGY_CONFIG, "none");
    config.properties().forEach((key, value) -> all.put(key, value.text()));
    putSecurity(config, all);
    all.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, config.brokers());
    all.put(ProducerConfig.CLIENT_ID_CONFIG, clientId);
    all.put(
        ProducerConfig.COMPRESSION_TYPE_CONFIG,
        config.compression().name().toLowerCase(Locale.ROOT));
    all.put(ProducerConfig.ACKS_CONFIG, "all");
    all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    all.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    all.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    all.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    all.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
    all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, limits.block().toMillis());
    all.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) limits.request().toMillis());
    all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) limits.delivery().toMillis());
    all.put(ProducerConfig.METRIC_REPORTER_CLASSES_CONFIG, "");
    all.put(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
    return all;
  }

  private static void putSecurity(KafkaSinkConfig config, Map<String, Object> all) {
    if (config.tls() || config.user().isPresent()) {
      all.put(
          CommonClientConfigs.SECURITY_PROTOCOL_CONFIG,
          (config.user().isPresent() ? "SASL_" : "") + (config.tls() ? "SSL" : "PLAINTEXT"));
    }
    config
        .caFile()
        .ifPresent(
            file -> {
              all.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, "PEM");
              all.put(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG, file);
            });
    if (config.user().isPresent() && config.password().isPresent()) {
      SaslMechanism mechanism = config.saslMechanism();
      all.put(SaslConfigs.SASL_MECHANISM, mechanism.kafkaName());
      all.put(
          SaslConfigs.SASL_JAAS_CONFIG,
          mechanism.jaasConfig(config.user().get(), config.password().get().reveal()));
    }
  }
}
