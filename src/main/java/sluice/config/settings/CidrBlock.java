package sluice.config.settings;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Set;

/**
 * A CIDR block (RFC 4632): the addresses that share their first bits.
 *
 * @param address any of them
 * @param prefix length of the shared prefix in bits
 */
record CidrBlock(InetAddress address, int prefix) {
  /**
   * Where the clouds of Amazon and Google (over IPv6) and of Alibaba answer for the machine itself;
   * others do at link-local addresses.
   */
  private static final Set<InetAddress> METADATA =
      Set.of(
          InetAddress.ofLiteral("fd00:ec2::254"),
          InetAddress.ofLiteral("fd20:ce::254"),
          InetAddress.ofLiteral("100.100.100.200"));

  private static final int BITS = 8;

  /**
   * Reads {@code 10.0.0.0/8} or a single address.
   *
   * @throws IllegalArgumentException for anything else
   */
  static CidrBlock parse(String text) {
    int slash = text.indexOf('/');
    String figures = slash < 0 ? text : text.substring(0, slash);
    if (!figures.contains(":") && figures.chars().filter(each -> each == '.').count() != 3) {
      throw new IllegalArgumentException(text + ": no address of four numbers");
    }
    InetAddress address = InetAddress.ofLiteral(figures);
    int most = address.getAddress().length * BITS;
    int prefix = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
    if (prefix < 0 || prefix > most) {
      throw new IllegalArgumentException(text + ": a prefix of " + prefix + " bits of " + most);
    }
    return new CidrBlock(address, prefix);
  }

  boolean contains(InetAddress other) {
    byte[] mine = address.getAddress();
    byte[] theirs = other.getAddress();
    if (mine.length != theirs.length) {
      return false;
    }
    int whole = prefix / BITS;
    int rest = prefix % BITS;
    return Arrays.equals(mine, 0, whole, theirs, 0, whole)
        && (rest == 0 || (mine[whole] ^ theirs[whole]) >> (BITS - rest) == 0);
  }

  /**
   * Whether this block lies in a reserved range, where no camera is meant unless a rule names it. A
   * block as wide as {@code 0.0.0.0/0} names no range.
   */
  boolean isReserved() {
    return prefix >= BITS && isReserved(address);
  }

  static boolean isReserved(InetAddress address) {
    return address.isLinkLocalAddress()
        || address.isMulticastAddress()
        || address.isAnyLocalAddress()
        || METADATA.contains(address);
  }
}
