package sluice.core;

import java.util.Locale;

/** How the packets of a server travel. */
public enum TransportProtocol {
  /** In the connection that was made to it. */
  TCP,
  /** In that connection, which is encrypted. */
  TLS,
  /** As datagrams beside that connection, of which some may be lost. */
  UDP;

  /** In lower case. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
