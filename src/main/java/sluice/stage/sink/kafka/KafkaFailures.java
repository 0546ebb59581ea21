package sluice.stage.sink.kafka;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.NotEnoughReplicasAfterAppendException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import sluice.core.util.MessageText;
import sluice.core.util.Redaction;

/** What exceptions of Kafka's client mean for messages, and how they are told. Immutable. */
final class KafkaFailures {
  private static final Pattern CLASS_NAMES =
      Pattern.compile("(?<![A-Za-z0-9$.])[a-z][A-Za-z0-9$.]*+(?<=Exception|Error)(?:: |$)");
  private static final int LONGEST = 300;

  /** What clocks may differ by before brokers find a new message too old: days, usually more. */
  private static final Duration CLOCK_DIFFERENCE = Duration.ofHours(1);

  private final KafkaSinkConfig config;

  KafkaFailures(KafkaSinkConfig config) {
    this.config = config;
  }

  /**
   * Why a record will never be taken, by itself; absent where it is to be sent again. A time that
   * brokers find too late is that of a clock that is wrong, here or there: it passes.
   *
   * @param bytes of the record's value
   * @param age of the record
   */
  static Optional<String> refusal(Throwable failure, int bytes, Duration age) {
    return switch (failure) {
      case RecordTooLargeException _ ->
          Optional.of(
              "%d bytes are too large: see max.message.bytes of the topic and max.request.size of"
                      .formatted(bytes)
                  + " the sink");
      case InvalidTopicException _ -> Optional.of("the topic's name can't be one");
      case SerializationException _, InvalidRecordException _ -> Optional.of(clean(failure));
      case InvalidTimestampException _ when age.compareTo(CLOCK_DIFFERENCE) > 0 ->
          Optional.of(clean(failure));
      default -> Optional.empty();
    };
  }

  /** Whether a failure concerns one topic only, and other topics can still be written to. */
  static boolean isOfTopic(Throwable failure) {
    return failure instanceof TopicAuthorizationException || isMissingTopic(failure);
  }

  /** Whether brokers say that there is no such topic. */
  static boolean isMissingTopic(Throwable failure) {
    return failure instanceof UnknownTopicOrPartitionException
        || (failure instanceof TimeoutException
            && failure.getCause() instanceof UnknownTopicOrPartitionException);
  }

  /** What failed, where, and what to do, in one line without secrets. */
  String text(Throwable failure, String topic) {
    String brokers = config.brokers();
    if (isMissingTopic(failure)) {
      return "topic %s is not there at %s: create it, for the sink creates none"
          .formatted(topic, brokers);
    }
    return switch (failure) {
      case SslAuthenticationException _ ->
          "TLS with %s failed: %s; see tls and ca-file".formatted(brokers, reason(failure));
      case AuthenticationException _ ->
          "%s refuses the connection: %s; see user, password and sasl-mechanism"
              .formatted(brokers, clean(failure));
      case TopicAuthorizationException _ ->
          "%s doesn't let the sink write to topic %s: allow its user Write and Describe"
              .formatted(brokers, topic);
      case ClusterAuthorizationException _ ->
          "%s doesn't let the sink write: allow its user IdempotentWrite".formatted(brokers);
      case NotEnoughReplicasException _, NotEnoughReplicasAfterAppendException _ ->
          "topic %s at %s has fewer replicas in sync than min.insync.replicas wants"
              .formatted(topic, brokers);
      case UnsupportedVersionException _ ->
          "%s speaks too old a version of Kafka's protocol: a newer broker is needed"
              .formatted(brokers);
      case InvalidTimestampException _ ->
          "%s finds the time of messages too far ahead: see the clocks of both machines"
              .formatted(brokers);
      case BufferExhaustedException _ ->
          "%s takes messages more slowly than they come".formatted(brokers);
      case TimeoutException _ -> noAnswer();
      default -> "%s didn't take messages: %s".formatted(brokers, clean(failure));
    };
  }

  /** Nobody answers. */
  String noAnswer() {
    return "no answer from %s: see that brokers run and their advertised listeners can be reached"
            .formatted(config.brokers())
        + " from here, and that tls and user fit the port";
  }

  /** The client takes its properties not: a file is missing, or a value can't be one. */
  String unusable(Throwable failure) {
    return "the connection to %s can't be set up: %s".formatted(config.brokers(), reason(failure));
  }

  /** The deepest cause, which says what is wrong. */
  private static String reason(Throwable failure) {
    Throwable deepest = failure;
    for (int i = 0; i < 10 && deepest.getCause() != null; i++) {
      deepest = deepest.getCause();
    }
    return clean(deepest);
  }

  private static String clean(Throwable failure) {
    String message = failure.getMessage();
    String line = MessageText.oneLine(message == null ? "" : message);
    String text = Redaction.redact(CLASS_NAMES.matcher(line).replaceAll(""));
    if (text.isBlank()) {
      return "no reason given";
    }
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}
