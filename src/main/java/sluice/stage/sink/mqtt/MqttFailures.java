package sluice.stage.sink.mqtt;

import com.hivemq.client.mqtt.exceptions.MqttEncodeException;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5DisconnectReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAckReasonCode;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import sluice.core.Failures;
import sluice.core.message.Message;
import sluice.core.util.MessageText;
import sluice.core.util.Redaction;

/** What exceptions of the client mean for messages, and how they are told. Immutable. */
final class MqttFailures {
  private static final int LONGEST = 200;
  private static final int DEEPEST = 10;

  private final String where;
  private final String clientId;

  MqttFailures(MqttUrl url, String clientId) {
    this.where = url.toString();
    this.clientId = clientId;
  }

  /** Why a publication will never be taken; absent where it is to be published again. */
  static Optional<String> refusal(Throwable failure, Publication publication) {
    String picture = publication.isPicture() ? "picture: " : "";
    return switch (Failures.unwrap(failure)) {
      case MqttEncodeException _ ->
          Optional.of(
              "%s%d bytes are too large: see the largest packet that the broker takes"
                  .formatted(picture, publication.payload().length));
      case Mqtt5PubAckException e when isOfContent(e.getMqttMessage().getReasonCode()) ->
          Optional.of(picture + "the broker says " + words(e.getMqttMessage().getReasonCode()));
      default -> Optional.empty();
    };
  }

  private static boolean isOfContent(Mqtt5PubAckReasonCode code) {
    return code == Mqtt5PubAckReasonCode.TOPIC_NAME_INVALID
        || code == Mqtt5PubAckReasonCode.PAYLOAD_FORMAT_INVALID;
  }

  /** Whether the broker has answered a publication, so that the connection is still good. */
  static boolean isAnswer(Throwable failure) {
    return Failures.unwrap(failure) instanceof Mqtt5PubAckException;
  }

  /** Whether another client has taken the connection over. */
  static boolean isTakeOver(@Nullable Throwable loss) {
    return loss != null
        && Failures.unwrap(loss) instanceof Mqtt5DisconnectException e
        && e.getMqttMessage().getReasonCode() == Mqtt5DisconnectReasonCode.SESSION_TAKEN_OVER;
  }

  /**
   * Whether the connection was ended because of what was published, by the broker or for its
   * answer.
   */
  static boolean isOfContent(@Nullable Throwable loss) {
    return loss != null
        && Failures.unwrap(loss) instanceof Mqtt5DisconnectException e
        && switch (e.getMqttMessage().getReasonCode()) {
          case MALFORMED_PACKET,
              PROTOCOL_ERROR,
              TOPIC_NAME_INVALID,
              PACKET_TOO_LARGE,
              PAYLOAD_FORMAT_INVALID,
              RETAIN_NOT_SUPPORTED ->
              true;
          default -> false;
        };
  }

  /** Whether the connection was ended without a reason from the broker. */
  static boolean isUnexplained(@Nullable Throwable loss) {
    return loss != null && !(Failures.unwrap(loss) instanceof Mqtt5DisconnectException);
  }

  /** Why a message is refused whose publication ends the connection each time. */
  static String ofContent(Message message, String text) {
    return "%s, each time with this message of %d bytes%s"
        .formatted(
            text,
            message.body().length,
            message.hasPicture()
                ? " and its picture of %d".formatted(message.picture().length)
                : "");
  }

  /** Why a publication isn't taken now. */
  String ofPublication(Throwable failure, String topic) {
    return Failures.unwrap(failure) instanceof Mqtt5PubAckException e
        ? ofAnswer(e.getMqttMessage().getReasonCode(), topic)
        : ofLoss(failure);
  }

  private String ofAnswer(Mqtt5PubAckReasonCode code, String topic) {
    return code == Mqtt5PubAckReasonCode.NOT_AUTHORIZED
        ? "%s doesn't let the sink publish to %s: allow it to its user".formatted(where, topic)
        : "%s doesn't take what is published to %s: %s".formatted(where, topic, words(code));
  }

  /** Why the connection was lost. */
  String ofLoss(@Nullable Throwable loss) {
    if (loss == null) {
      return "the connection to %s is lost".formatted(where);
    }
    return switch (Failures.unwrap(loss)) {
      case Mqtt5DisconnectException e when isTakeOver(e) ->
          "another client took the connection to %s over: only one may have the client-id %s"
              .formatted(where, clientId);
      case Mqtt5DisconnectException e ->
          "%s ended the connection: %s".formatted(where, words(e.getMqttMessage().getReasonCode()));
      default -> "the connection to %s is lost: %s".formatted(where, said(loss));
    };
  }

  /** The broker ends connection after connection. */
  String oftenLost(String last) {
    return "%s; it happens again and again: see whether another client has the client-id %s"
        .formatted(last, clientId);
  }

  /** Nothing is acknowledged. */
  String silent(long seconds) {
    return "%s acknowledges nothing within %d s; see whether the broker hangs"
        .formatted(where, seconds);
  }

  /** The call had no time left. */
  String slow(long seconds) {
    return "%s is slow: not all is acknowledged within %d s; the rest follows"
        .formatted(where, seconds);
  }

  /** No connection within the limit. */
  String noConnection(long seconds, boolean isTls) {
    return "no connection to %s within %d s; see whether the broker is there%s"
        .formatted(where, seconds, isTls ? " and speaks TLS at this port" : "");
  }

  /**
   * No connection came about.
   *
   * @param certificate why the broker's certificate was refused; empty where it wasn't
   */
  String ofConnect(Throwable failure, Optional<String> certificate) {
    if (certificate.isPresent()) {
      return where + ": " + certificate.get();
    }
    Throwable cause = Failures.unwrap(failure);
    for (int i = 0; i < DEEPEST && cause != null; i++) {
      String text = known(cause);
      if (text != null) {
        return where + text;
      }
      cause = cause.getCause();
    }
    return "no connection to %s: %s".formatted(where, said(failure));
  }

  private static @Nullable String known(Throwable cause) {
    return switch (cause) {
      case Mqtt5ConnAckException e -> refused(words(e.getMqttMessage().getReasonCode()));
      case Mqtt3ConnAckException e -> refused(words(e.getMqttMessage().getReturnCode()));
      case UnknownHostException _ -> ": nobody knows this name; check url";
      case ConnectException _ -> " takes no connection; see whether the broker runs there";
      case SSLException e -> ": TLS failed: " + said(e) + "; check scheme and port of url";
      default -> null;
    };
  }

  private static String refused(String reason) {
    return " refuses the connection: " + reason + "; see user, password, client-id and version";
  }

  private static String words(Enum<?> code) {
    return code.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** The message of an exception that was only given its cause. */
  private static @Nullable String ofCause(@Nullable Throwable cause) {
    return new Throwable(cause).getMessage();
  }

  /** The deepest reason that has words. */
  private static String said(Throwable failure) {
    String last = "";
    Throwable each = failure;
    for (int i = 0; i < DEEPEST && each != null; i++) {
      String message = each.getMessage();
      Throwable cause = each.getCause();
      if (message != null && !message.isBlank() && !message.equals(ofCause(cause))) {
        last = message;
      }
      each = cause;
    }
    String text = Redaction.redact(MessageText.oneLine(last));
    if (text.isEmpty()) {
      return "no reason given";
    }
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}
