package sluice.app.service;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import sluice.core.util.EmbeddedIpv4;

/** The addresses of this machine's network interfaces, but for loopback. */
final class OwnAddresses {
  private OwnAddresses() {}

  /**
   * Whether an address is one now, or an IPv6 address that leads to one; asks the system each time,
   * since they change.
   */
  static boolean contain(InetAddress address) {
    return isOwn(address) || EmbeddedIpv4.of(address).stream().anyMatch(OwnAddresses::isOwn);
  }

  private static boolean isOwn(InetAddress address) {
    try {
      return !address.isLoopbackAddress()
          && !address.isAnyLocalAddress()
          && NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      return true; // where they can't be read, none can be told from them
    }
  }
}
