package sluice.core.util;

import java.net.InetAddress;
import java.util.Optional;

/** IP addresses that are written as such, so that no name has to be looked up. */
public final class IpLiteral {
  private IpLiteral() {}

  /** The IPv4 or IPv6 address that a text is, without brackets; absent for a name. */
  public static Optional<InetAddress> parse(String text) {
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException named) {
      return Optional.empty();
    }
  }
}
