package sluice.config.settings;

import java.net.InetAddress;
import java.util.Arrays;

/**
 * A CIDR block (RFC 4632): the addresses that share their first bits.
 *
 * @param address any of them
 * @param prefix length of the shared prefix in bits
 */
record CidrBlock(InetAddress address, int prefix) {
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

  boolean contains(CidrBlock other) {
    return prefix <= other.prefix && contains(other.address);
  }

  /** Whether it is one address alone. */
  boolean isSingle() {
    return prefix == address.getAddress().length * BITS;
  }
}
