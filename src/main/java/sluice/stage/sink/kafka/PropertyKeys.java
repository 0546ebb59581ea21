package sluice.stage.sink.kafka;

import java.util.List;
import java.util.Set;

/**
 * Keys of the properties of Kafka's producer: those that an operator may give, and those that
 * follow from the sink's settings or from what the sink promises. The client takes unknown keys in
 * silence, so that a mistyped one would leave a connection without what was meant to protect it.
 */
final class PropertyKeys {
  static final String SECURITY_PROTOCOL = "security.protocol";
  static final String SASL_MECHANISM = "sasl.mechanism";
  static final String SASL_JAAS_CONFIG = "sasl.jaas.config";
  static final String TRUST_STORE = "ssl.truststore.";

  /** Those that may be given and are secret. */
  static final Set<String> SECRET =
      Set.of(
          SASL_JAAS_CONFIG,
          "sasl.oauthbearer.assertion.private.key.passphrase",
          "sasl.oauthbearer.client.credentials.client.secret",
          "ssl.key.password",
          "ssl.keystore.certificate.chain",
          "ssl.keystore.key",
          "ssl.keystore.password",
          "ssl.truststore.certificates",
          "ssl.truststore.password");

  /** All that may be given. */
  static final List<String> ALLOWED =
      List.of(
          "client.dns.lookup",
          "client.rack",
          "compression.gzip.level",
          "connections.max.idle.ms",
          "max.request.size",
          "metadata.max.age.ms",
          "metadata.recovery.strategy",
          "receive.buffer.bytes",
          SASL_JAAS_CONFIG,
          "sasl.kerberos.kinit.cmd",
          "sasl.kerberos.min.time.before.relogin",
          "sasl.kerberos.service.name",
          "sasl.kerberos.ticket.renew.jitter",
          "sasl.kerberos.ticket.renew.window.factor",
          "sasl.login.connect.timeout.ms",
          "sasl.login.read.timeout.ms",
          "sasl.login.refresh.buffer.seconds",
          "sasl.login.refresh.min.period.seconds",
          "sasl.login.refresh.window.factor",
          "sasl.login.refresh.window.jitter",
          "sasl.login.retry.backoff.max.ms",
          "sasl.login.retry.backoff.ms",
          SASL_MECHANISM,
          "sasl.oauthbearer.allow.unverified.audience",
          "sasl.oauthbearer.allow.unverified.issuer",
          "sasl.oauthbearer.assertion.algorithm",
          "sasl.oauthbearer.assertion.claim.aud",
          "sasl.oauthbearer.assertion.claim.exp.seconds",
          "sasl.oauthbearer.assertion.claim.iss",
          "sasl.oauthbearer.assertion.claim.jti.include",
          "sasl.oauthbearer.assertion.claim.nbf.seconds",
          "sasl.oauthbearer.assertion.claim.sub",
          "sasl.oauthbearer.assertion.file",
          "sasl.oauthbearer.assertion.private.key.file",
          "sasl.oauthbearer.assertion.private.key.passphrase",
          "sasl.oauthbearer.assertion.template.file",
          "sasl.oauthbearer.client.credentials.client.id",
          "sasl.oauthbearer.client.credentials.client.secret",
          "sasl.oauthbearer.clock.skew.seconds",
          "sasl.oauthbearer.expected.audience",
          "sasl.oauthbearer.expected.issuer",
          "sasl.oauthbearer.header.urlencode",
          "sasl.oauthbearer.jwks.endpoint.refresh.ms",
          "sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms",
          "sasl.oauthbearer.jwks.endpoint.retry.backoff.ms",
          "sasl.oauthbearer.jwks.endpoint.url",
          "sasl.oauthbearer.scope",
          "sasl.oauthbearer.scope.claim.name",
          "sasl.oauthbearer.sub.claim.name",
          "sasl.oauthbearer.token.endpoint.url",
          SECURITY_PROTOCOL,
          "send.buffer.bytes",
          "socket.connection.setup.timeout.max.ms",
          "socket.connection.setup.timeout.ms",
          "ssl.cipher.suites",
          "ssl.enabled.protocols",
          "ssl.endpoint.identification.algorithm",
          "ssl.key.password",
          "ssl.keymanager.algorithm",
          "ssl.keystore.certificate.chain",
          "ssl.keystore.key",
          "ssl.keystore.location",
          "ssl.keystore.password",
          "ssl.keystore.type",
          "ssl.protocol",
          "ssl.provider",
          "ssl.secure.random.implementation",
          "ssl.trustmanager.algorithm",
          "ssl.truststore.certificates",
          "ssl.truststore.location",
          "ssl.truststore.password",
          "ssl.truststore.type");

  /** All others that the producer has: set by the sink, or left as they are. */
  static final Set<String> OWN =
      Set.of(
          "acks",
          "batch.size",
          "bootstrap.resolve.timeout.ms",
          "bootstrap.servers",
          "buffer.memory",
          "buffer.memory.allocation.strategy",
          "client.id",
          "compression.lz4.level",
          "compression.type",
          "compression.zstd.level",
          "config.providers",
          "delivery.timeout.ms",
          "enable.idempotence",
          "enable.metrics.push",
          "interceptor.classes",
          "key.serializer",
          "linger.ms",
          "max.block.ms",
          "max.in.flight.requests.per.connection",
          "metadata.cluster.check.enable",
          "metadata.max.idle.ms",
          "metadata.recovery.rebootstrap.trigger.ms",
          "metric.reporters",
          "metrics.num.samples",
          "metrics.recording.level",
          "metrics.sample.window.ms",
          "partitioner.adaptive.partitioning.enable",
          "partitioner.availability.timeout.ms",
          "partitioner.class",
          "partitioner.ignore.keys",
          "partitioner.rack.aware",
          "reconnect.backoff.max.ms",
          "reconnect.backoff.ms",
          "request.timeout.ms",
          "retries",
          "retry.backoff.max.ms",
          "retry.backoff.ms",
          "sasl.client.callback.handler.class",
          "sasl.login.callback.handler.class",
          "sasl.login.class",
          "sasl.oauthbearer.jwt.retriever.class",
          "sasl.oauthbearer.jwt.validator.class",
          "security.providers",
          "ssl.engine.factory.class",
          "transaction.timeout.ms",
          "transaction.two.phase.commit.enable",
          "transactional.id",
          "value.serializer");

  private PropertyKeys() {}
}
