package sluice.core.util;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * IPv4 addresses inside of IPv6 addresses: what a translator or a tunnel on the way sends to them
 * reaches the IPv4 address.
 */
public final class EmbeddedIpv4 {
  private static final int LENGTH = 4;
  private static final int LAST = 12;

  private EmbeddedIpv4() {}

  /**
   * What an IPv6 address may lead to: of 6to4 (2002::/16), NAT64 (64:ff9b::/96, 64:ff9b:1::/48),
   * Teredo (2001::/32), ISATAP, and of the forms that begin with zeros. More than one where the
   * form leaves it open; none for all others.
   */
  public static Set<InetAddress> of(InetAddress address) {
    Set<InetAddress> found = new HashSet<>();
    if (!(address instanceof Inet6Address)
        || address.isAnyLocalAddress()
        || address.isLoopbackAddress()) {
      return found;
    }
    byte[] all = address.getAddress();
    if (begins(all, 0x20, 0x02)) {
      found.add(at(all, 2, 0));
    } else if (begins(all, 0x20, 0x01, 0, 0)) {
      found.add(at(all, LENGTH, 0));
      found.add(at(all, LAST, 0xFF)); // the client's is inverted
    } else if (begins(all, 0, 0x64, 0xFF, 0x9B, 0, 1)) {
      found.add(at(all, LAST, 0));
      found.add(ipv4(all[6], all[7], all[9], all[10])); // RFC 6052: byte 8 is skipped
    } else if (begins(all, 0, 0x64, 0xFF, 0x9B) || begins(all, 0, 0, 0, 0, 0, 0, 0, 0)) {
      found.add(at(all, LAST, 0));
    }
    boolean isatap = (all[8] & ~2) == 0 && all[9] == 0 && all[10] == 0x5E && all[11] == (byte) 0xFE;
    if (isatap) {
      found.add(at(all, LAST, 0));
    }
    return found;
  }

  private static boolean begins(byte[] all, int... bytes) {
    byte[] wanted = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      wanted[i] = (byte) bytes[i];
    }
    return Arrays.equals(all, 0, wanted.length, wanted, 0, wanted.length);
  }

  private static InetAddress at(byte[] all, int start, int mask) {
    return ipv4(
        (byte) (all[start] ^ mask),
        (byte) (all[start + 1] ^ mask),
        (byte) (all[start + 2] ^ mask),
        (byte) (all[start + 3] ^ mask));
  }

  private static InetAddress ipv4(byte... bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e); // four bytes are an address
    }
  }
}
