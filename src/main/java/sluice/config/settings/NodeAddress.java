package sluice.config.settings;

import java.util.Optional;
import java.util.regex.Pattern;
import sluice.core.util.IpLiteral;

/**
 * Address of a node of a cluster.
 *
 * @param host an address or a name, IPv6 without brackets
 * @param port TCP port, 1 to 65535
 */
public record NodeAddress(String host, int port) {
  private static final int MOST_PORT = 65_535;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,253}");
  private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

  /** The address that a text is, as in {@code 10.0.0.11:25520} or {@code [fd00::1]:25520}. */
  public static Optional<NodeAddress> parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1) {
      return Optional.empty();
    }
    Optional<String> host = host(text.substring(0, colon));
    String digits = text.substring(colon + 1);
    int port = PORT.matcher(digits).matches() ? Integer.parseInt(digits) : 0;
    return port < 1 || port > MOST_PORT
        ? Optional.empty()
        : host.map(each -> new NodeAddress(each, port));
  }

  /** Without the brackets that IPv6 has before a port. */
  private static Optional<String> host(String text) {
    if (text.startsWith("[") && text.endsWith("]")) {
      String inner = text.substring(1, text.length() - 1);
      return Optional.of(inner)
          .filter(each -> each.contains(":") && IpLiteral.parse(each).isPresent());
    }
    return Optional.of(text).filter(each -> NAME.matcher(each).matches());
  }

  /** As {@link #parse} takes it. */
  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
