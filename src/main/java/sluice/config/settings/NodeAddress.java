package sluice.config.settings;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Address of a node of a cluster.
 *
 * @param host an address or a name, IPv6 without brackets
 * @param port TCP port, 1 to 65535
 */
public record NodeAddress(String host, int port) {
  private static final int MOST_PORT = 65_535;
  private static final Pattern FORM =
      Pattern.compile("(?:\\[([0-9A-Fa-f.:]{2,45})\\]|([A-Za-z0-9_.-]{1,253})):(\\d{1,5})");

  /** The address that a text is, as in {@code 10.0.0.11:25520} or {@code [fd00::1]:25520}. */
  public static Optional<NodeAddress> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String bracketed = matcher.group(1);
    int port = Integer.parseInt(matcher.group(3));
    return port < 1 || port > MOST_PORT
        ? Optional.empty()
        : Optional.of(new NodeAddress(bracketed == null ? matcher.group(2) : bracketed, port));
  }

  /** As {@link #parse} takes it. */
  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
