package sluice.stage.sink.mqtt;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Address of a broker: {@code mqtt://HOST[:PORT]}, or {@code mqtts} with TLS; without user,
 * password and path.
 *
 * @param host a name or an address, without brackets
 * @param port 1 to 65535
 * @param isTls whether the connection is encrypted, and the broker's certificate verified
 */
public record MqttUrl(String host, int port, boolean isTls) {
  private static final Pattern FORM =
      Pattern.compile(
          "mqtt(s?)://(?:([A-Za-z0-9._-]{1,253})|\\[([0-9A-Fa-f:.]{2,45})\\])(?::([0-9]{1,5}))?/?");

  private static final int PLAIN_PORT = 1883;
  private static final int TLS_PORT = 8883;
  private static final int LAST_PORT = 65_535;

  /** The address that a text is; null where it is none. */
  static @Nullable MqttUrl parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      return null;
    }
    boolean tls = !parts.group(1).isEmpty();
    String host = parts.group(2) == null ? parts.group(3) : parts.group(2);
    int port =
        parts.group(4) == null ? (tls ? TLS_PORT : PLAIN_PORT) : Integer.parseInt(parts.group(4));
    return port >= 1 && port <= LAST_PORT ? new MqttUrl(host, port, tls) : null;
  }

  /** The address with its port. */
  @Override
  public String toString() {
    String machine = host.contains(":") ? "[" + host + "]" : host;
    return (isTls ? "mqtts://" : "mqtt://") + machine + ":" + port;
  }
}
