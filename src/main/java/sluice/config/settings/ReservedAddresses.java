package sluice.config.settings;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;
import sluice.core.util.EmbeddedIpv4;

/** Addresses at which no camera is meant unless a rule names them. */
final class ReservedAddresses {
  /**
   * This network and this machine, link-local, multicast and broadcast; and where clouds answer for
   * the machine itself, unless they do at link-local addresses: Azure, Oracle and Alibaba; Amazon
   * (whose services share a network), Google and Scaleway over IPv6.
   */
  private static final List<CidrBlock> BLOCKS =
      Stream.of(
              "0.0.0.0/8",
              "169.254.0.0/16",
              "224.0.0.0/4",
              "255.255.255.255",
              "::",
              "fe80::/10",
              "ff00::/8",
              "168.63.129.16",
              "192.0.0.192",
              "100.100.100.200",
              "fd00:ec2::/32",
              "fd20:ce::254",
              "fd00:42::42")
          .map(CidrBlock::parse)
          .toList();

  private ReservedAddresses() {}

  static boolean contain(InetAddress address) {
    return BLOCKS.stream().anyMatch(block -> block.contains(address));
  }

  /** Whether a network lies within a reserved one, so that it names just that. */
  static boolean contain(CidrBlock network) {
    return BLOCKS.stream().anyMatch(block -> block.contains(network));
  }

  /** Whether an IPv6 address leads to a reserved IPv4 address, or to a loopback one. */
  static boolean lieBehind(InetAddress address) {
    return EmbeddedIpv4.of(address).stream()
        .anyMatch(inner -> inner.isLoopbackAddress() || contain(inner));
  }
}
